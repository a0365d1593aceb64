/** Which images each step of an epoch sees: a function of the seed and the epoch, so nothing of it needs saving. */
import { seededRandom, shuffled } from "@inception-edge/dataset";
import type { Batch } from "./trainer-session.ts";

export interface DataOrder {
  /** The batch of step `index`, from 0. */
  batch(index: number): Batch;
}

/**
 * One epoch's shuffled batches. The last `split.length mod batchSize` images of the shuffle sit
 * the epoch out; another shuffle brings them back.
 * @param split positions in the packed store; @param labels class of every position.
 */
export function dataOrder(
  split: Int32Array,
  labels: Int32Array,
  options: { readonly batchSize: number; readonly seed: number; readonly epoch: number },
): DataOrder {
  const { batchSize, seed, epoch } = options;
  const order = shuffled(split.length, seededRandom(epochSeed(seed, epoch)));
  return {
    batch(index) {
      const places = order.subarray(index * batchSize, (index + 1) * batchSize);
      const indices = places.map((place) => split[place]!);
      return { indices, labels: indices.map((at) => labels[at]!) };
    },
  };
}

/** Neighbouring seeds must not share shuffles one epoch apart. */
function epochSeed(seed: number, epoch: number): number {
  return (Math.imul(seed, 0x9e3779b1) + epoch) >>> 0; // 2³²/φ, Knuth's multiplicative hash
}
