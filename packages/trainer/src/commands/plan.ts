/** From flags to what a new run will do: the recipe with the command line's changes worked in, checked against the data. */
import type { PackedDataset, Splits } from "@inception-edge/dataset";
import { DEFAULT_INPUT_CONTRACT, inceptionV1, type Graph } from "@inception-edge/model";
import type { Flags } from "@inception-edge/cli";
import { recipes } from "../recipes/mod.ts";
import type { Recipe } from "../recipes/recipe.ts";
import type { TrainSize } from "../schedule.ts";
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

/** @throws {Error} when the split leaves nothing to train, validate or measure on. */
export function checkSplits(splits: Splits, recipe: Recipe, packed: PackedDataset): void {
  const { train, heldOut, val } = splits;
  if (train.length < recipe.batchSize) {
    throw new Error(
      `Cannot train: "${packed.name}" leaves ${train.length} training pictures, fewer than one batch of ${recipe.batchSize}; give a smaller --batch or a larger --limit-per-class`,
    );
  }
  if (heldOut.length < packed.classes.length) {
    throw new Error(
      `Cannot validate: "${packed.name}" leaves ${heldOut.length} held-out pictures for ${packed.classes.length} classes; give a larger --limit-per-class`,
    );
  }
  if (val.length === 0) {
    throw new Error(
      `Cannot measure: "${packed.name}" leaves no val pictures; list some in val/val_annotations.txt, or exclude fewer`,
    );
  }
}
