/** Candidates for near-duplicates, decided on their pixels. */
import type { ImageTable } from "../measure/image-table.ts";
import type { Candidate } from "./near-candidates.ts";

export interface NearDuplicate extends Candidate {
  /** Mean absolute difference of their samples, 0..255. */
  readonly difference: number;
}

/** At most this mean difference counts as near: recompression and resizing stay below. */
const NEAR_DIFFERENCE = 12;

/** And at least this correlation: two thin things on white differ by as little, and correlate by 0.6. */
const NEAR_CORRELATION = 0.9;

/**
 * Whether two images can be near each other, by their sums alone: a mean of differences is never below the
 * difference of the means.
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
 * Ordered by their rows; a pair that is near both ways, as symmetric images are, counts as not mirrored.
 *
 * @param pixelsOf the stored pixels of a row, `[64, 64, 3]`; undefined if its file is gone meanwhile
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

/** Mean absolute difference, and Pearson's correlation (0 where an image is all one colour). */
function compare(a: Uint8Array, b: Uint8Array): { difference: number; correlation: number } {
  const count = a.length;
  let [difference, sumA, sumB, squaresA, squaresB, products] = [0, 0, 0, 0, 0, 0];
  for (let at = 0; at < count; at += 1) {
    const x = a[at]!;
    const y = b[at]!;
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

/** `[64, 64, 3]` with left and right exchanged. */
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
