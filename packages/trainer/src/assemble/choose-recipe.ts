/** From flags to what a new run will do: the recipe with the command line's changes worked in, checked against the data. */
import type { PackedDataset, Splits } from "@inception-edge/dataset";
import type { Flags } from "@inception-edge/host";
import { recipes } from "../recipes/mod.ts";
import type { Recipe } from "../recipes/recipe.ts";
import type { trainFlags } from "./train-flags.ts";

/** Share of each training class that is held out: 90/10. */
export const HELD_OUT_FRACTION = 0.1;

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

/** @throws {Error} when the split leaves less than one batch to train on. */
export function checkSplits(
  { train }: Splits,
  { batchSize }: Recipe,
  { name }: PackedDataset,
): void {
  if (train.length >= batchSize) return;
  throw new Error(
    `Cannot train: "${name}" leaves ${train.length} training images, fewer than one batch of ${batchSize}; give a smaller --batch or a larger --limit-per-class`,
  );
}
