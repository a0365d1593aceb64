/** Checks disk space and memory, so that a run fails before it starts rather than hours later. */
import { existsSync } from "node:fs";
import { dirname } from "node:path";
import type { PackedDataset } from "@inception-edge/dataset";
import { formatBytes, requireSpace } from "@inception-edge/host";
import { storedBytes } from "@inception-edge/image";
import { countParameters, type Graph, type Normalization } from "@inception-edge/model";
import type { Precision } from "@inception-edge/tensorflow";
import { SLOT_NAMES } from "../program/optimizer.ts";
import type { Recipe } from "../recipes/recipe.ts";

/** Checkpoints that can exist at once: the newest, the one before, the best and the one being written. */
const CHECKPOINTS = 4;

/** @throws {Error} with the needed and free space, when checkpoints and bundle would not fit */
export async function requireDisk(runFolder: string, model: Graph, recipe: Recipe): Promise<void> {
  let directory = runFolder;
  while (!existsSync(directory)) directory = dirname(directory);
  const weights = countParameters(model).total * 4;
  const checkpoint = weights * (1 + SLOT_NAMES[recipe.optimizer.kind].length);
  await requireSpace({
    action: "start a run",
    directory,
    neededBytes: CHECKPOINTS * checkpoint + 2 * weights,
    cure: "free some space, or choose an --out on a larger disk",
  });
}

/**
 * Bytes that each image of the batch, of 56 px, adds to a step on the CPU: growth of the peak resident size from batch 64
 * to 256, measured with TensorFlow 2.21 on two cores. They are activations, which grow with the image's pixels: at 112 px,
 * with batch normalization, 25 MB in bf16 and 45 in f32 were measured. For f16, which is for GPUs, f32's are taken.
 */
const BYTES_PER_IMAGE: Readonly<Record<Normalization, Readonly<Record<Precision, number>>>> = {
  bias: { f32: 7.6e6, bf16: 3.5e6, f16: 7.6e6 },
  batch: { f32: 9.9e6, bf16: 6.4e6, f16: 9.9e6 },
};

const MEASURED_SIZE = 56;

/** Library, weights, the dataset's index and working memory, independent of the batch. */
const FIXED_BYTES = 1.5e9;

/**
 * @param images the packed ones, which TensorFlow holds in memory
 * @param availableBytes memory that is available
 * @throws {Error} when a run would not fit
 */
export function requireMemory(
  { batchSize, inputSize, normalization }: Recipe,
  precision: Precision,
  {
    images,
    availableBytes,
  }: {
    readonly images: Pick<PackedDataset, "count" | "storedSize">;
    readonly availableBytes: number;
  },
): void {
  const store = images.count * storedBytes(images.storedSize);
  const imageBytes = BYTES_PER_IMAGE[normalization][precision] * (inputSize / MEASURED_SIZE) ** 2;
  const needed = FIXED_BYTES + store + batchSize * imageBytes;
  if (needed > availableBytes) {
    throw new Error(
      `Cannot train with batches of ${batchSize} images of ${inputSize} px: this needs about ${formatBytes(needed)} of memory, but only ${formatBytes(availableBytes)} is available; give a smaller --batch${inputSize > MEASURED_SIZE ? " or --input-size" : ""}`,
    );
  }
}
