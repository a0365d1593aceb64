/** How workers share a batch. */
import type { Share } from "@inception-edge/tensorflow/ops";

/** A batch can be shared if each worker's part has two halves. */
export function canShare(batchSize: number, workers: number): boolean {
  return batchSize % (2 * workers) === 0;
}

/**
 * The rows of the batch that a worker trains on: a part of the first half, and its mirror in the second half, because
 * mixing (./mixing.ts) takes the mirrored row as partner.
 */
export function rowsOfShare(batchSize: number, { rank, workers }: Share): readonly number[] {
  const half = batchSize / workers / 2;
  const first = Array.from({ length: half }, (_, index) => rank * half + index);
  return [...first, ...first.map((row) => batchSize - 1 - row).toReversed()];
}
