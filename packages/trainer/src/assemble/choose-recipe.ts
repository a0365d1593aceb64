/** Chooses a new run's recipe, applies the command line's changes, and checks it against the data. */
import type { PackedDataset, Splits } from "@inception-edge/dataset";
import type { Flags } from "@inception-edge/host";
import { recipes } from "../recipes/mod.ts";
import type { Recipe } from "../recipes/recipe.ts";
import type { trainFlags } from "./train-flags.ts";

/** Share of each training class that is held out: 90/10. */
export const HELD_OUT_FRACTION = 0.1;

/** The requested recipe, or the default one, with the changes that the flags make. */
export function chooseRecipe(flags: Flags<typeof trainFlags>, isDemo: boolean): Recipe {
  const recipe = recipes[flags.recipe ?? (isDemo ? "demo" : "modern-5")]!;
  return withLearningRate(flags["learning-rate"], {
    ...recipe,
    epochs: flags.epochs ?? recipe.epochs,
    batchSize: flags.batch ?? recipe.batchSize,
  });
}

/** The recipe with the given peak learning rate, if there is one. */
export function withLearningRate(peak: number | undefined, recipe: Recipe): Recipe {
  return peak === undefined ? recipe : { ...recipe, schedule: { ...recipe.schedule, peak } };
}

/** @throws {Error} when there are fewer training images than one batch needs, or none to measure by while training */
export function checkSplits(
  { train, heldOut }: Splits,
  { batchSize }: Recipe,
  { name }: PackedDataset,
): void {
  if (heldOut.length === 0) {
    throw new Error(
      `Cannot train: "${name}" leaves nothing to hold out: it takes a class with two images that are not near-duplicates; add images, or give a larger --limit-per-class`,
    );
  }
  if (train.length >= batchSize) return;
  throw new Error(
    `Cannot train: "${name}" leaves ${train.length} training images, fewer than one batch of ${batchSize}; give a smaller --batch or a larger --limit-per-class`,
  );
}
