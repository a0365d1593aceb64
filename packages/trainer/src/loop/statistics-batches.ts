/** Which training images batch normalisation's statistics are estimated from. */
import { seededRandom, shuffled } from "@inception-edge/dataset";

/** On Tiny ImageNet 4,096 images estimate no better than 1,024, and 256 a little worse. */
const MOST = 1024;
const FEWEST = 512;
/** An image costs a third of a training step's, so this is three times the share of an epoch's time. */
const SHARE = 1 / 8;
const LARGEST_BATCH = 128;

/**
 * Batches of equal size from a fixed shuffle of the training images, so that one run estimates from the same ones
 * after every epoch, and so does the run that resumes it.
 * @param train positions in the packed store.
 */
export function statisticsBatches(train: Int32Array, seed: number): readonly Int32Array[] {
  const wanted = Math.max(FEWEST, Math.min(MOST, Math.ceil(SHARE * train.length)));
  const count = Math.min(wanted, train.length);
  const batches = Math.ceil(count / LARGEST_BATCH);
  const size = Math.floor(count / batches);
  const order = shuffled(train.length, seededRandom(seed));
  return Array.from({ length: batches }, (_, batch) =>
    order.subarray(batch * size, (batch + 1) * size).map((place) => train[place]!),
  );
}
