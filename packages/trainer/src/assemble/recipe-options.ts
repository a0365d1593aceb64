/** Passes a recipe's fields on: to the network, to the program that TensorFlow runs, and to the training loop. */
import { inceptionV1, type Graph } from "@inception-edge/model";
import type { TrainOptions } from "../loop/train-options.ts";
import type { TrainingProgramOptions } from "../program/training-program.ts";
import type { Recipe } from "../recipes/recipe.ts";
import type { TrainSize } from "../recipes/schedule.ts";
import { earlyStop } from "../watchers/early-stop.ts";

/** The network that a recipe trains, for a number of classes. */
export function modelOf({ inputSize, normalization, dropout }: Recipe, classes: number): Graph {
  return inceptionV1({ classes, inputSize, heads: "all", normalization, dropout });
}

/** The program's options that the recipe decides. */
export function programOptions(
  recipe: Recipe,
): Pick<
  TrainingProgramOptions,
  | "view"
  | "augmentation"
  | "photometric"
  | "optimizer"
  | "weightDecay"
  | "labelSmoothing"
  | "batchSize"
  | "sizes"
> {
  return {
    view: { resize: recipe.resize, size: recipe.inputSize },
    augmentation: recipe.augmentation,
    photometric: recipe.photometric,
    optimizer: recipe.optimizer,
    weightDecay: recipe.weightDecay,
    labelSmoothing: recipe.labelSmoothing,
    batchSize: recipe.batchSize,
    sizes: trainSizesOf(recipe),
  };
}

/** The loop's options that the recipe decides. */
export function loopOptions(
  recipe: Recipe,
): Pick<
  TrainOptions,
  "epochs" | "validateEvery" | "batchSize" | "schedule" | "trainSizes" | "earlyStop"
> {
  return {
    epochs: recipe.epochs,
    validateEvery: recipe.validateEvery,
    batchSize: recipe.batchSize,
    schedule: recipe.schedule,
    trainSizes: trainSizesOf(recipe),
    earlyStop: earlyStop({ patience: recipe.patience }),
  };
}

/** All stages of a run, including the last one at full size. */
export function trainSizesOf({ trainSizes = [], inputSize, mixing }: Recipe): readonly TrainSize[] {
  const stages = [...trainSizes, { until: 1, size: inputSize }];
  return mixing ? stages.map((stage) => ({ mixing, ...stage })) : stages;
}
