/**
 * The modern recipes: batch normalisation, SGD with Nesterov momentum warmed up and annealed to zero
 * inside the budget, weight decay on kernels, and only as much regularisation as the budget can repay.
 *
 *     pnpm --filter trainer start --dataset data/tiny-imagenet-200 --recipe modern-5
 *
 * Hardware, time, accuracy: modern-5, modern-15 and modern-50 not yet run to their end.
 */
import type { Recipe } from "./recipe.ts";

export const modern5: Recipe = {
  name: "modern-5",
  epochs: 5,
  batchSize: 128,
  optimizer: { kind: "sgd", momentum: 0.9, nesterov: true },
  schedule: { kind: "linear", peak: 0.1, warmupFraction: 0.2 },
  weightDecay: 5e-4,
  labelSmoothing: 0,
  normalization: "batch",
  batchNormMomentum: 0.95,
  dropout: { main: 0, aux: 0 },
  resize: "center-crop",
  augmentation: { kind: "crop", flip: true },
  patience: 5,
};

/** Longer: random resized crops and label smoothing begin to pay. */
export const modern15: Recipe = {
  ...modern5,
  name: "modern-15",
  epochs: 15,
  schedule: { kind: "cosine", peak: 0.1, warmupFraction: 0.1 },
  labelSmoothing: 0.1,
  augmentation: { kind: "resized-crop", minArea: 0.35, flip: true },
};

/** For a GPU: stronger crops, dropout before the classifier, larger batches at a proportional rate. */
export const modern50: Recipe = {
  ...modern15,
  name: "modern-50",
  epochs: 50,
  batchSize: 256,
  schedule: { kind: "cosine", peak: 0.2, warmupFraction: 0.1 },
  dropout: { main: 0.2, aux: 0.2 },
  augmentation: { kind: "resized-crop", minArea: 0.25, flip: true },
  patience: 50,
};
