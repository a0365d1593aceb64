/** The images of each step of an epoch: a function of the seed and the epoch, so nothing has to be saved. */
import { seededRandom, shuffled } from "@inception-edge/dataset";
import { balancedDraws } from "./balanced-draws.ts";
import { epochSeed } from "./epoch-seed.ts";
import type { Batch } from "./trainer-session.ts";

/** The batches of one epoch. */
export interface DataOrder {
  /** The batch of step `index`, from 0. */
  batch(index: number): Batch;
}

/** Options of {@link dataOrder}. */
export interface DataOrderOptions {
  readonly batchSize: number;
  readonly seed: number;
  readonly epoch: number;
  /** Whether every class is drawn equally often; default: every image is. */
  readonly balance?: boolean | undefined;
}

/**
 * One epoch's shuffled batches. The last `split.length mod batchSize` images of the shuffle are left out of the epoch;
 * a balanced epoch has as many steps.
 * @param split indices in the packed store
 * @param labels the class of every image in the store
 */
export function dataOrder(
  split: Int32Array,
  labels: Int32Array,
  { batchSize, seed, epoch, balance = false }: DataOrderOptions,
): DataOrder {
  const count = Math.floor(split.length / batchSize) * batchSize;
  const drawn = balance ? balancedDraws(split, labels, { count, seed, epoch }) : split;
  const order = shuffled(drawn.length, seededRandom(epochSeed(seed, epoch)));
  return {
    batch(index) {
      const part = order.subarray(index * batchSize, (index + 1) * batchSize);
      const indices = part.map((draw) => drawn[draw]!);
      return { indices, labels: indices.map((imageIndex) => labels[imageIndex]!) };
    },
  };
}
