/** Fails before a run begins, rather than hours into it, where the disk or the memory is too small. */
import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { formatBytes, requireSpace } from "@inception-edge/host";
import { STORED_BYTES } from "@inception-edge/image";
import { countParameters, type Graph, type Normalization } from "@inception-edge/model";
import type { Precision } from "@inception-edge/tensorflow";
import { SLOT_NAMES } from "../program/optimizer.ts";
import type { Recipe } from "../recipes/recipe.ts";

/** Checkpoints that can lie side by side: the newest, the one before, the best and the one being written. */
const CHECKPOINTS = 4;

/** @throws {Error} with the needed and the free bytes, when checkpoints and bundle would not fit. */
export async function requireDisk(runFolder: string, model: Graph, recipe: Recipe): Promise<void> {
  let directory = runFolder;
  while (!existsSync(directory)) directory = dirname(directory);
  const weights = countParameters(model).total * 4;
  const checkpoint = weights * (1 + SLOT_NAMES[recipe.optimizer.kind].length);
  await requireSpace({
    action: "start a run",
    directory,
    neededBytes: CHECKPOINTS * checkpoint + 2 * weights,
    cure: "free some space, or give --out on a larger disk",
  });
}

/**
 * Bytes an image of the batch adds to a step on the CPU: growth of the peak resident size from batch
 * 64 to 256, measured with TensorFlow 2.21 on two cores.
 */
const BYTES_PER_IMAGE: Readonly<Record<Normalization, Readonly<Record<Precision, number>>>> = {
  bias: { f32: 7.6e6, bf16: 3.5e6 },
  batch: { f32: 9.9e6, bf16: 6.4e6 },
};

/** Library, weights, the dataset's index and working room, whatever the batch. */
const FIXED_BYTES = 1.5e9;

/**
 * @param storedImages images in the packed store, which TensorFlow holds in memory.
 * @param availableBytes of memory. @throws {Error} when a run would not fit into them.
 */
export function requireMemory(
  { batchSize, normalization }: Recipe,
  precision: Precision,
  { storedImages, availableBytes }: { storedImages: number; availableBytes: number },
): void {
  const store = storedImages * STORED_BYTES;
  const needed = FIXED_BYTES + store + batchSize * BYTES_PER_IMAGE[normalization][precision];
  if (needed > availableBytes) {
    throw new Error(
      `Cannot train with batches of ${batchSize}: it needs about ${formatBytes(needed)} of memory, where ${formatBytes(availableBytes)} are available; give a smaller --batch`,
    );
  }
}
