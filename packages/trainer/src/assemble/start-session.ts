/** Writes a recipe's training program to a folder and opens it on a thread of its own. */
import type { Graph } from "@inception-edge/model";
import { readCpu, startGraphThread, type Precision } from "@inception-edge/tensorflow";
import { writeSavedModel } from "@inception-edge/tensorflow/graph";
import { statisticsBatches } from "../loop/statistics-batches.ts";
import { trainerSession, type TrainerSession } from "../loop/trainer-session.ts";
import type { PackedImages } from "../program/images.ts";
import { trainingProgram } from "../program/training-program.ts";
import { cpuTuning, GPU_TUNING } from "../program/tuning.ts";
import type { Recipe } from "../recipes/recipe.ts";
import { programOptions, trainSizesOf } from "./recipe-options.ts";

/** Options of {@link startSession}. */
export interface SessionOptions {
  /** The network to train, made by `modelOf`. */
  readonly model: Graph;
  readonly images: PackedImages;
  /** Indices of the training images. */
  readonly train: Int32Array;
  readonly precision: Precision;
  readonly seed: number;
  readonly usesGpu: boolean;
  /** Folder to write the program to. */
  readonly folder: string;
}

/** The session has the initial weights of the seed. The caller must close it: an open session keeps the process alive. */
export async function startSession(
  recipe: Recipe,
  { model, images, train, precision, seed, folder, usesGpu }: SessionOptions,
): Promise<TrainerSession> {
  // On a GPU the training batch size: cuDNN has already chosen its algorithms for it.
  const evaluationBatchSize = usesGpu ? recipe.batchSize : 64;
  const estimatedFrom = recipe.normalization === "batch" ? statisticsBatches(train, seed) : [];
  const program = trainingProgram(model, {
    ...programOptions(recipe),
    images,
    evaluationBatchSize,
    statisticsBatchSize: estimatedFrom[0]?.length,
    precision,
    seed,
    tuning: usesGpu ? GPU_TUNING : cpuTuning(precision, await readCpu()),
  });
  await writeSavedModel(folder, program);
  return trainerSession(startGraphThread(folder), {
    outputs: model.outputs,
    evaluationBatchSize,
    statisticsBatches: estimatedFrom,
    sizes: trainSizesOf(recipe).map(({ size }) => size),
  });
}
