/** Which images a bundle's network was trained on and which were held out, told from its manifest. */
import type { BundleManifest } from "@inception-edge/bundle";
import { splitPacked, type PreparedDataset, type Splits } from "@inception-edge/dataset";
import { HELD_OUT_FRACTION } from "../../run/run-config.ts";

/**
 * The splits by the manifest's seed and excluded images, if they have as many images as it says; or a sentence that says why
 * they cannot be told.
 * @param packed the dataset that it was trained on
 */
export function trainedSplits(
  { dataset, recipe }: Pick<BundleManifest, "dataset" | "recipe">,
  packed: PreparedDataset,
): Splits | string {
  const cannot = "Answer sets and out-of-distribution scores are not fitted";
  if (dataset.relabeled !== undefined) {
    return `${cannot}: labels were changed before training; export the run again instead`;
  }
  const exclude = new Set([...packed.excluded, ...excludedIndices(recipe, packed)]);
  const splits = splitPacked(packed, {
    heldOutFraction: HELD_OUT_FRACTION,
    seed: recipe.seed,
    exclude,
  });
  const found = { train: splits.train.length, "held-out": splits.heldOut.length };
  for (const [split, images] of Object.entries(found)) {
    const wanted = dataset.counts[split];
    if (wanted !== images) {
      return `${cannot}: "${packed.name}" gives ${images} ${split} images, and the network had ${wanted}; give the dataset that it was trained on with --dataset, or export the run again`;
    }
  }
  return splits;
}

/**
 * Whether a file does so much better on these images than it did on held-out that they cannot be those.
 */
export function areHeldOut(
  { metrics }: Pick<BundleManifest, "metrics">,
  {
    format,
    top1,
    images,
  }: { readonly format: string; readonly top1: number; readonly images: number },
): boolean {
  const known = metrics.find(
    ({ split, method }) => split === "held-out" && method.startsWith(`TFLite ${format},`),
  );
  const before = known?.values["top1"];
  if (known === undefined || before === undefined) return true;
  const deviation = Math.sqrt(before * (1 - before) * (1 / images + 1 / known.images));
  return top1 <= before + 4 * deviation;
}

function excludedIndices(
  { settings }: BundleManifest["recipe"],
  { paths }: PreparedDataset,
): number[] {
  const data = settings["data"] as { readonly excluded?: readonly string[] } | undefined;
  const excluded = new Set(data?.excluded);
  return [...paths.keys()].filter((index) => excluded.has(paths[index]!));
}
