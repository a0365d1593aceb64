/** From flags to what a new run will do: the recipe with the command line's changes worked in, checked against the data. */
import { DEFAULT_INPUT_CONTRACT } from "@inception-edge/bundle";
import type { PackedDataset, Splits } from "@inception-edge/dataset";
import type { Flags } from "@inception-edge/host";
import { inceptionV1, type Graph } from "@inception-edge/model";
import { recipes } from "../recipes/mod.ts";
import type { Recipe } from "../recipes/recipe.ts";
import type { TrainSize } from "../recipes/schedule.ts";
import type { trainFlags } from "./train-flags.ts";

/** Share of each training class that is held out: 90/10. */
export const HELD_OUT_FRACTION = 0.1;

/** Side of the network's input, px. */
export const INPUT_SIZE = DEFAULT_INPUT_CONTRACT.size;

export function chooseRecipe(flags: Flags<typeof trainFlags>, isDemo: boolean): Recipe {
  const recipe = recipes[flags.recipe ?? (isDemo ? "demo" : "modern-5")]!;
  return withLearningRate(flags["learning-rate"], {
    ...recipe,
    epochs: flags.epochs ?? recipe.epochs,
    batchSize: flags.batch ?? recipe.batchSize,
  });
}

/** The recipe with another peak learning rate, if one is given. */
export function withLearningRate(peak: number | undefined, recipe: Recipe): Recipe {
  return peak === undefined ? recipe : { ...recipe, schedule: { ...recipe.schedule, peak } };
}

/** The network a recipe trains on these classes. */
export function modelOf(recipe: Recipe, classes: number): Graph {
  const { normalization, dropout } = recipe;
  return inceptionV1({ classes, inputSize: INPUT_SIZE, heads: "all", normalization, dropout });
}

/** All stages of a run, the one at full size included. */
export function trainSizesOf({ trainSizes = [] }: Recipe): readonly TrainSize[] {
  return [...trainSizes, { until: 1, size: INPUT_SIZE }];
}

/** @throws {Error} when the split leaves less than one batch to train on. */
export function checkSplits(
  { train }: Splits,
  { batchSize }: Recipe,
  { name }: PackedDataset,
): void {
  if (train.length >= batchSize) return;
  throw new Error(
    `Cannot train: "${name}" leaves ${train.length} training pictures, fewer than one batch of ${batchSize}; give a smaller --batch or a larger --limit-per-class`,
  );
}
