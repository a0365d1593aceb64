/** A recipe's training program, written to a folder and opened by a thread of its own. */
import { STORED_SIZE } from "@inception-edge/image";
import type { Graph } from "@inception-edge/model";
import { startGraphThread, type Precision } from "@inception-edge/tensorflow";
import { writeSavedModel } from "@inception-edge/tensorflow/graph";
import { statisticsBatches } from "../loop/statistics-batches.ts";
import { trainerSession, type TrainerSession } from "../loop/trainer-session.ts";
import type { PackedImages } from "../program/images.ts";
import { trainingProgram } from "../program/training-program.ts";
import { CPU_TUNING, GPU_TUNING } from "../program/tuning.ts";
import type { Recipe } from "../recipes/recipe.ts";
import { programOptions, trainSizesOf } from "./recipe-options.ts";

export interface SessionOptions {
  /** The network that the recipe trains: `modelOf`. */
  readonly model: Graph;
  readonly images: Omit<PackedImages, "size">;
  /** Positions of the training images. */
  readonly train: Int32Array;
  readonly precision: Precision;
  readonly seed: number;
  readonly usesGpu: boolean;
  /** Where the program is written. */
  readonly folder: string;
}

/** The session's weights are the seed's first ones. Who starts it closes it: an open one keeps the process alive. */
export async function startSession(
  recipe: Recipe,
  { model, images, train, precision, seed, folder, usesGpu }: SessionOptions,
): Promise<TrainerSession> {
  // On a GPU as many as are trained on: the convolutions' algorithms are chosen by then.
  const evaluationBatchSize = usesGpu ? recipe.batchSize : 64;
  const estimatedFrom = recipe.normalization === "batch" ? statisticsBatches(train, seed) : [];
  const program = trainingProgram(model, {
    ...programOptions(recipe),
    images: { ...images, size: STORED_SIZE },
    evaluationBatchSize,
    statisticsBatchSize: estimatedFrom[0]?.length,
    precision,
    seed,
    tuning: usesGpu ? GPU_TUNING : CPU_TUNING,
  });
  await writeSavedModel(folder, program);
  return trainerSession(startGraphThread(folder), {
    outputs: model.outputs,
    evaluationBatchSize,
    statisticsBatches: estimatedFrom,
    sizes: trainSizesOf(recipe).map(({ size }) => size),
  });
}
