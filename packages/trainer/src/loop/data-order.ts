/** The images of each step of an epoch: a function of the seed and the epoch, so nothing has to be saved. */
import { seededRandom, shuffled } from "@inception-edge/dataset";
import type { Batch } from "./trainer-session.ts";

/** The batches of one epoch. */
export interface DataOrder {
  /** The batch of step `index`, from 0. */
  batch(index: number): Batch;
}

/**
 * One epoch's shuffled batches. The last `split.length mod batchSize` images of the shuffle are left out of the epoch.
 * @param split indices in the packed store
 * @param labels the class of every image in the store
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
      const part = order.subarray(index * batchSize, (index + 1) * batchSize);
      const indices = part.map((splitIndex) => split[splitIndex]!);
      return { indices, labels: indices.map((imageIndex) => labels[imageIndex]!) };
    },
  };
}

/** Neighboring seeds must not share shuffles one epoch apart. */
function epochSeed(seed: number, epoch: number): number {
  return (Math.imul(seed, 0x9e3779b1) + epoch) >>> 0; // 2³²/φ, Knuth's multiplicative hash
}
