/** A recipe's training program, full width, opened as the trainer opens it: written to a folder, run by a thread of its own. */
import { modelOf, INPUT_SIZE, trainSizesOf } from "../packages/trainer/src/commands/plan.ts";
import { startEngine } from "../packages/trainer/src/engine/engine.ts";
import { writeSavedModel } from "../packages/trainer/src/graph/saved-model.ts";
import type { Recipe } from "../packages/trainer/src/recipes/recipe.ts";
import type { PackedPictures } from "../packages/trainer/src/step/pictures.ts";
import { trainingProgram } from "../packages/trainer/src/step/training-program.ts";
import type { Precision } from "../packages/trainer/src/tensorflow/precision.ts";
import {
  trainerSession,
  type TrainerSession,
} from "../packages/trainer/src/train/trainer-session.ts";

const EVALUATION_BATCH_SIZE = 64;

/** @param options.folder where the program is written, new or empty. */
export async function openProgram(
  recipe: Recipe,
  options: {
    readonly pictures: PackedPictures;
    readonly classes: number;
    readonly precision: Precision;
    readonly folder: string;
  },
): Promise<TrainerSession> {
  const { pictures, classes, precision, folder } = options;
  const model = modelOf(recipe, classes);
  const sizes = trainSizesOf(recipe).map(({ size }) => size);
  const program = trainingProgram(model, {
    ...recipe,
    pictures,
    view: { resize: recipe.resize, size: INPUT_SIZE },
    evaluationBatchSize: EVALUATION_BATCH_SIZE,
    precision,
    seed: 1,
    sizes,
  });
  await writeSavedModel(folder, program);
  return trainerSession(startEngine(folder), {
    outputs: model.outputs,
    evaluationBatchSize: EVALUATION_BATCH_SIZE,
    sizes,
  });
}
