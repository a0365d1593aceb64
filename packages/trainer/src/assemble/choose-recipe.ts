/** Chooses a new run's recipe, applies the command line's changes, and checks it against the data. */
import type { Layout, PackedDataset, PreparedDataset, Splits } from "@inception-edge/dataset";
import type { Flags } from "@inception-edge/host";
import { SCRATCH, SHIPPED } from "../base/base-network.ts";
import { canShare } from "../program/share-of-batch.ts";
import { atInputSize } from "../recipes/at-input-size.ts";
import { demo } from "../recipes/demo.ts";
import { fineTune } from "../recipes/fine-tune.ts";
import { recipes } from "../recipes/mod.ts";
import { modern5 } from "../recipes/modern-5.ts";
import type { Recipe, Views } from "../recipes/recipe.ts";
import type { trainFlags } from "./train-flags.ts";

/** How a new run trains, and what it starts with. */
export interface Choice {
  readonly recipe: Recipe;
  /** `SCRATCH`, or what `readBaseNetwork` takes. */
  readonly from: string;
}

/**
 * The requested recipe and start, or the default ones, with the changes that the flags make. Own images start from the
 * shipped network; the demo, and Tiny ImageNet which that network has learned, from random weights.
 * @param data number of training images, side of the input in px, and whether the dataset is one of those two
 */
export function chooseRecipe(
  flags: Flags<typeof trainFlags>,
  data: {
    readonly isDemo: boolean;
    readonly layout: Layout;
    readonly images: number;
    readonly inputSize: number;
  },
): Choice {
  const wanted = flags.from ?? (isOwn(data, data) ? SHIPPED : SCRATCH);
  const usual = wanted !== SCRATCH ? fineTune : data.isDemo ? demo : modern5;
  const recipe = flags.recipe === undefined ? usual : recipes[flags.recipe]!;
  const from = flags.from ?? (recipe === fineTune ? SHIPPED : SCRATCH);
  const scaled = atInputSize(recipe, data.inputSize);
  const sized = scaled.views === undefined ? scaled : sizedFor(data.images, scaled, scaled.views);
  const chosen = withLearningRate(flags["learning-rate"], {
    ...sized,
    epochs: flags.epochs ?? sized.epochs,
    batchSize: flags.batch ?? sized.batchSize,
    ...(flags["validate-every"] && { validateEvery: flags["validate-every"] }),
  });
  return { recipe: chosen, from };
}

/** Whether the images are somebody's own: neither the demo's nor in Tiny ImageNet's layout. */
export function isOwn(
  { isDemo }: { readonly isDemo?: boolean },
  { layout }: Pick<PreparedDataset, "layout">,
): boolean {
  return !isDemo && layout !== "tiny-imagenet";
}

/** The recipe for that number of training images; a dataset smaller than a batch is one batch. */
function sizedFor(
  images: number,
  { mixing, ...recipe }: Recipe,
  { images: views, fewestEpochs, mostEpochs, mixingFromEpochs }: Views,
): Recipe {
  const wanted = Math.round(views / Math.max(images, 1));
  const epochs = Math.min(Math.max(wanted, fewestEpochs), mostEpochs);
  return {
    ...recipe,
    epochs,
    batchSize: Math.min(recipe.batchSize, Math.max(images, 1)),
    ...(mixing && epochs >= mixingFromEpochs && { mixing }),
  };
}

/** The recipe with the given peak learning rate, if there is one. */
export function withLearningRate(peak: number | undefined, recipe: Recipe): Recipe {
  return peak === undefined ? recipe : { ...recipe, schedule: { ...recipe.schedule, peak } };
}

/** @throws {Error} when the workers cannot share a batch */
export function checkShares({ batchSize }: Recipe, workers = 1): void {
  if (workers === 1 || canShare(batchSize, workers)) return;
  const unit = 2 * workers;
  const nearest = Math.max(unit, Math.round(batchSize / unit) * unit);
  throw new Error(
    `Cannot train with ${workers} workers: a batch of ${batchSize} images has no equal, even parts for them; start the run with --batch ${nearest}, or a number of workers that fits`,
  );
}

/**
 * @param whom what they are left to: "", the run, or " a fold", which holds nothing out
 * @throws {Error} when there are fewer training images than one batch needs, or none to measure by while training
 */
export function checkSplits(
  { train, heldOut }: Splits,
  { batchSize }: Recipe,
  { name }: PackedDataset,
  whom: "" | " a fold" = "",
): void {
  if (heldOut.length === 0 && whom === "") {
    throw new Error(
      `Cannot train: "${name}" leaves nothing to hold out: it takes a class with two images that are not near-duplicates; add images, or give a larger --limit-per-class`,
    );
  }
  if (train.length >= batchSize) return;
  throw new Error(
    `Cannot train: "${name}" leaves${whom} ${train.length} training images, fewer than one batch of ${batchSize}; give a smaller --batch or a larger --limit-per-class`,
  );
}
