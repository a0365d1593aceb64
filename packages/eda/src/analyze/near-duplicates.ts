/** Decides by their pixels which candidates are near-duplicates. */
import type { ImageTable } from "../measure/image-table.ts";
import type { Candidate } from "./near-candidates.ts";

export interface NearDuplicate extends Candidate {
  /** Mean absolute difference of their samples, 0..255. */
  readonly difference: number;
}

/** The largest mean difference of near-duplicates; recompression and resizing stay below it. */
const NEAR_DIFFERENCE = 12;

/** The smallest correlation: two thin objects on white can differ as little, but correlate by only 0.6. */
const NEAR_CORRELATION = 0.9;

/**
 * Whether two images can be near-duplicates, judged by their sums alone: the mean of the differences is never below
 * the difference of the means.
 */
export function canBeNear({ storedSums }: Pick<ImageTable, "storedSums">, pixels: number) {
  return function isPossible(a: number, b: number): boolean {
    let difference = 0;
    for (let channel = 0; channel < 3; channel += 1) {
      difference += Math.abs(storedSums[a * 6 + channel]! - storedSums[b * 6 + channel]!);
    }
    return difference / (3 * pixels) <= NEAR_DIFFERENCE;
  };
}

/**
 * The near-duplicates among the candidates, sorted by their rows. A pair that is near both ways, as symmetric images
 * are, counts as not mirrored.
 *
 * @param pixelsOf the stored pixels of a row, `[64, 64, 3]`; undefined if its file can no longer be read
 */
export function confirmNear(
  candidates: readonly Candidate[],
  pixelsOf: (row: number) => Uint8Array | undefined,
): NearDuplicate[] {
  const found: NearDuplicate[] = [];
  const inOrder = candidates.toSorted(
    (x, y) => x.a - y.a || x.b - y.b || Number(x.mirrored) - Number(y.mirrored),
  );
  for (const candidate of inOrder) {
    const last = found.at(-1);
    if (last?.a === candidate.a && last.b === candidate.b) continue;
    const a = pixelsOf(candidate.a);
    const b = pixelsOf(candidate.b);
    if (!a || !b) continue;
    const { difference, correlation } = compare(a, candidate.mirrored ? mirror(b) : b);
    if (difference <= NEAR_DIFFERENCE && correlation >= NEAR_CORRELATION) {
      found.push({ ...candidate, difference });
    }
  }
  return found;
}

/** Mean absolute difference, and Pearson correlation (0 if an image has one color only). */
function compare(a: Uint8Array, b: Uint8Array): { difference: number; correlation: number } {
  const count = a.length;
  let [difference, sumA, sumB, squaresA, squaresB, products] = [0, 0, 0, 0, 0, 0];
  for (let index = 0; index < count; index += 1) {
    const x = a[index]!;
    const y = b[index]!;
    difference += Math.abs(x - y);
    sumA += x;
    sumB += y;
    squaresA += x * x;
    squaresB += y * y;
    products += x * y;
  }
  const covariance = count * products - sumA * sumB;
  const spread = Math.sqrt((count * squaresA - sumA ** 2) * (count * squaresB - sumB ** 2));
  return { difference: difference / count, correlation: spread === 0 ? 0 : covariance / spread };
}

/** The mirror image of `[64, 64, 3]`. */
export function mirror(rgb: Uint8Array): Uint8Array {
  const width = Math.sqrt(rgb.length / 3);
  const result = new Uint8Array(rgb.length);
  for (let pixel = 0; pixel < width * width; pixel += 1) {
    const x = pixel % width;
    const from = (pixel - x + width - 1 - x) * 3;
    result.set(rgb.subarray(from, from + 3), pixel * 3);
  }
  return result;
}
