/**
 * What a model said of each image while it had not been trained on it: out-of-fold probabilities and features. A training
 * writes them, and whoever looks for wrong labels reads them.
 */
import type { ClassLabel } from "../dataset.ts";

/** One image, with the label that it was given. */
export interface PredictedImage {
  /** Relative to the dataset's root, with "/" separators. */
  readonly path: string;
  /** Index into {@link Predictions.classes} of the given label. */
  readonly label: number;
  /** Which part of a cross-validation the image was in, from 0: the model that predicted it was trained on the others. */
  readonly fold: number;
}

/** Out-of-fold predictions for the images of a dataset, in any order, or for some of them. */
export interface Predictions {
  /** How they were made, for people: "5-fold", "linear probe, 5-fold". */
  readonly how: string;
  readonly dataset: {
    readonly name: string;
    /** Absolute path of the folder, or of the table, as in a run's config. */
    readonly root: string;
    readonly fingerprint: string;
  };
  readonly classes: readonly Omit<ClassLabel, "name">[];
  readonly images: readonly PredictedImage[];
  /** `[images, classes]`, each row in [0, 1] and summing to 1. */
  readonly probabilities: Float32Array;
  /** `[images, feature length]`: a feature map pooled over its positions, such as the last; absent if none was kept. */
  readonly features?: Float32Array;
  /**
   * Whether all features are of one model, so that images of different folds can be compared; by default each fold has a
   * model of its own. That one model must not have been trained on the labels.
   */
  readonly featuresOf?: "one model" | "each fold";
}

/** A float32 row that a softmax gave sums to 1 within this, whatever the number of classes. */
const SUM_TOLERANCE = 1e-3;

/** The first thing that is wrong with predictions, as a clause; undefined if there is none. */
export function faultOf({
  classes,
  images,
  probabilities,
  features,
}: Predictions): string | undefined {
  if (classes.length < 2) return "there are fewer than two classes";
  if (images.length === 0) return "there are no images";
  const odd = images.find(({ label }) => classes[label] === undefined);
  if (odd)
    return `the label of "${odd.path}" is ${odd.label}, and there are ${classes.length} classes`;
  if (new Set(images.map(({ path }) => path)).size < images.length)
    return "an image is there twice";
  if (probabilities.length !== images.length * classes.length) {
    return `there are ${probabilities.length} probabilities, wanted ${images.length} × ${classes.length}`;
  }
  if (features && (features.length === 0 || features.length % images.length > 0)) {
    return `there are ${features.length} features, wanted a multiple of ${images.length}`;
  }
  for (const [index, { path }] of images.entries()) {
    const row = probabilities.subarray(index * classes.length, (index + 1) * classes.length);
    if (!isDistribution(row))
      return `the probabilities of "${path}" are not in [0, 1] with the sum 1`;
  }
  if (features && !features.every(Number.isFinite)) return "a feature is not a finite number";
  return undefined;
}

function isDistribution(row: Float32Array): boolean {
  let sum = 0;
  for (const value of row) {
    if (!(value >= 0 && value <= 1)) return false;
    sum += value;
  }
  return Math.abs(sum - 1) < SUM_TOLERANCE;
}
