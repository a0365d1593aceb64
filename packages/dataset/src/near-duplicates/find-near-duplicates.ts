/**
 * Finds the near-duplicates among images: photographs of one burst, resized or compressed copies, mirror images. The one
 * definition of the word in this repository: `eda` reports by it, and splits keep together by it.
 */
import { NEAR_CORRELATION, sketchCorrelation } from "./compare-sketches.ts";
import { visitCandidates, type Candidate } from "./near-candidates.ts";
import { SKETCH_PIXELS, type Sketches } from "./sketch.ts";

/** Two images that are nearly the same. */
export interface NearDuplicate extends Candidate {
  /** Of their detail, up to 1. */
  readonly correlation: number;
}

/** What a search found. */
export interface NearDuplicates {
  /** Sorted by `a`, then `b`; a pair that is near both ways, as symmetric images are, counts as not mirrored. */
  readonly pairs: readonly NearDuplicate[];
  /** Pairs with similar hashes, whose sketches were compared. */
  readonly compared: number;
  /** Whether so many images look alike that the search stopped early. */
  readonly bounded: boolean;
}

/** @param images indices of the images to compare, ascending; flat ones, of one color, are near to none */
export function findNearDuplicates(sketches: Sketches, images: readonly number[]): NearDuplicates {
  const pairs: NearDuplicate[] = [];
  let compared = 0;
  const uneven = Int32Array.from(images.filter((image) => !isFlat(sketches, image)));
  const bounded = visitCandidates(sketches.hashes, uneven, (candidate) => {
    compared += 1;
    const correlation = sketchCorrelation(sketches, candidate);
    if (correlation >= NEAR_CORRELATION) pairs.push({ ...candidate, correlation });
  });
  pairs.sort((x, y) => x.a - y.a || x.b - y.b || Number(x.mirrored) - Number(y.mirrored));
  const isRepeated = ({ a, b }: NearDuplicate, index: number): boolean =>
    pairs[index - 1]?.a === a && pairs[index - 1]?.b === b;
  return { pairs: pairs.filter((pair, index) => !isRepeated(pair, index)), compared, bounded };
}

function isFlat({ details }: Sketches, image: number): boolean {
  return details
    .subarray(image * SKETCH_PIXELS, (image + 1) * SKETCH_PIXELS)
    .every((value) => value === 0);
}
