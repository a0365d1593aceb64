/** A recipe's training program, written to a folder and opened by a thread of its own. */
import { STORED_SIZE } from "@inception-edge/image";
import type { Graph } from "@inception-edge/model";
import { startEngine } from "../engine/engine.ts";
import { writeSavedModel } from "../graph/saved-model.ts";
import type { Recipe } from "../recipes/recipe.ts";
import type { PackedPictures } from "../step/pictures.ts";
import { trainingProgram } from "../step/training-program.ts";
import type { Precision } from "../tensorflow/precision.ts";
import { statisticsBatches } from "../train/statistics-batches.ts";
import { trainerSession, type TrainerSession } from "../train/trainer-session.ts";
import { INPUT_SIZE, trainSizesOf } from "./plan.ts";

const EVALUATION_BATCH_SIZE = 64;

export interface SessionOptions {
  /** The network that the recipe trains: `modelOf`. */
  readonly model: Graph;
  readonly pictures: Omit<PackedPictures, "size">;
  /** Positions of the training pictures. */
  readonly train: Int32Array;
  readonly precision: Precision;
  readonly seed: number;
  /** Where the program is written. */
  readonly folder: string;
}

/** The session's weights are the seed's first ones. Who starts it closes it: an open one keeps the process alive. */
export async function startSession(
  recipe: Recipe,
  { model, pictures, train, precision, seed, folder }: SessionOptions,
): Promise<TrainerSession> {
  const sizes = trainSizesOf(recipe).map(({ size }) => size);
  const estimatedFrom = recipe.normalization === "batch" ? statisticsBatches(train, seed) : [];
  const program = trainingProgram(model, {
    ...recipe,
    pictures: { ...pictures, size: STORED_SIZE },
    view: { resize: recipe.resize, size: INPUT_SIZE },
    evaluationBatchSize: EVALUATION_BATCH_SIZE,
    statisticsBatchSize: estimatedFrom[0]?.length,
    precision,
    seed,
    sizes,
  });
  await writeSavedModel(folder, program);
  return trainerSession(startEngine(folder), {
    outputs: model.outputs,
    evaluationBatchSize: EVALUATION_BATCH_SIZE,
    statisticsBatches: estimatedFrom,
    sizes,
  });
}
