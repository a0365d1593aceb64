/** The features of a linear probe, which stay in `predictions/` when the folds give it their probabilities. */
import { existsSync } from "node:fs";
import { readPredictions, type PredictedImage } from "@inception-edge/dataset";

/**
 * The features of these images, row by row.
 * @param folder of predictions, perhaps not there
 * @returns undefined if it does not have them of every image
 */
export async function formerFeatures(
  folder: string,
  images: readonly PredictedImage[],
): Promise<Float32Array | undefined> {
  if (!existsSync(folder)) return undefined;
  const former = await readPredictions(folder);
  if (!former.features) return undefined;
  const length = former.features.length / former.images.length;
  const rows = new Map(former.images.map(({ path }, row) => [path, row]));
  const features = new Float32Array(images.length * length);
  for (const [index, { path }] of images.entries()) {
    const row = rows.get(path);
    if (row === undefined) return undefined;
    features.set(former.features.subarray(row * length, (row + 1) * length), index * length);
  }
  return features;
}
