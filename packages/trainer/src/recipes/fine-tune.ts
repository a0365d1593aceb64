/**
 * Fine-tuning: teaches a trained network other classes, from a few images of each to many thousands.
 *
 *     pnpm --filter trainer start --dataset ~/photos
 *
 * Batch normalization is folded into the weights of a bundle, so there is none: small steps and a warm-up take its place.
 * The passes follow from the number of images, so that a run takes about five minutes on two threads of an AMD EPYC. Few
 * images are seen often, and mixed.
 */
import { modern5 } from "./modern-5.ts";
import type { Recipe } from "./recipe.ts";

/** `--recipe fine-tune`. */
export const fineTune: Recipe = {
  name: "fine-tune",
  inputSize: modern5.inputSize,
  epochs: 12,
  views: { images: 50_000, fewestEpochs: 6, mostEpochs: 300, mixingFromEpochs: 60 },
  batchSize: 32,
  optimizer: { kind: "sgd", momentum: 0.9, nesterov: true },
  schedule: { kind: "cosine", peak: 0.01, warmupFraction: 0.1 },
  weightDecay: 5e-4,
  labelSmoothing: 0.1,
  normalization: "bias",
  dropout: { main: 0.4, aux: 0.7 },
  heads: "main", // the auxiliary heads would have to be learned anew
  resize: "bilinear",
  augmentation: { kind: "resized-crop", minArea: 0.35, flip: true },
  mixing: { cutmix: 0.5, mixup: 0.5 },
  clipNorm: 4,
  photometric: { brightness: 0.2, contrast: 0.3, saturation: 0.3 },
  exports: "last",
  patience: 1000,
};
