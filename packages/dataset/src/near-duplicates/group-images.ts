/** Groups images that are near-duplicates, directly or through others, so that a split can keep them together. */
import type { Dataset } from "../dataset.ts";
import { findNearDuplicates } from "./find-near-duplicates.ts";
import type { Sketches } from "./sketch.ts";

/** Names the definition of near-duplicates: packs that were grouped by another one are made again. */
const GROUPING_ID = "near-duplicates/1";

/**
 * The definition of near-duplicates that a dataset is packed by. In Tiny ImageNet's layout, none are looked for: it comes
 * with its val, and published figures go by a held-out part that knows no groups.
 */
export function groupingOf({ layout }: Pick<Dataset, "layout">): string | undefined {
  return layout === "tiny-imagenet" ? undefined : GROUPING_ID;
}

/** What is known of the images of a dataset, in the order of the store. */
export interface ImageFacts {
  /** `[count]`, class indices. */
  readonly labels: ArrayLike<number>;
  /** SHA-256 of each file, `[count, 32]`. */
  readonly digests: Uint8Array;
  readonly sketches: Sketches;
}

/**
 * The most images in a group, or a tenth of its smallest class if that is more: where all images of a class look alike,
 * as a digit does, they are no copies of each other, and a split must still be possible. Equal files are not counted.
 */
const LARGEST_GROUP = 20;

/**
 * The group of each image, `[count]`: the index of the group's first image. The most alike are put together first.
 *
 * @param images indices of those that can be used, ascending; each other is a group of its own
 */
export function groupImages(
  images: readonly number[],
  { labels, digests, sketches }: ImageFacts,
): Int32Array {
  const groups = Int32Array.from(labels, (_, index) => index);
  const sizes = new Int32Array(labels.length).fill(1);
  const limits = groupLimits(labels);

  function firstOf(image: number): number {
    let first = image;
    while (groups[first] !== first) first = groups[first]!;
    groups[image] = first; // The next search is shorter.
    return first;
  }
  function join(first: number, second: number, size: number): void {
    groups[second] = first;
    sizes[first] = size;
    limits[first] = Math.min(limits[first]!, limits[second]!);
  }

  const distinct: number[] = [];
  const byDigest = new Map<string, number>();
  for (const image of images) {
    const digest = Buffer.from(digests.buffer, digests.byteOffset + image * 32, 32).toString("hex");
    const equal = byDigest.get(digest);
    if (equal !== undefined) join(equal, image, sizes[equal]!);
    else {
      byDigest.set(digest, image);
      distinct.push(image);
    }
  }
  const { pairs } = findNearDuplicates(sketches, distinct);
  for (const { a, b } of pairs.toSorted((x, y) => y.correlation - x.correlation)) {
    const [first, second] = [firstOf(a), firstOf(b)].toSorted((x, y) => x - y) as [number, number];
    const size = sizes[first]! + sizes[second]!;
    if (first !== second && size <= Math.min(limits[first]!, limits[second]!)) {
      join(first, second, size);
    }
  }
  return groups.map((_, image) => firstOf(image));
}

/** How large the group of each image may become. */
function groupLimits(labels: ArrayLike<number>): Float64Array {
  const counts = new Map<number, number>();
  for (const label of Array.from(labels)) counts.set(label, (counts.get(label) ?? 0) + 1);
  return Float64Array.from(labels, (label) => Math.max(LARGEST_GROUP, counts.get(label)! / 10));
}
