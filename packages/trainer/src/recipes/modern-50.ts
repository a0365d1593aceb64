/**
 * Fifty epochs for a GPU: batches that keep it busy, and regularization that pays off over fifty epochs. Half of the images
 * are mixed in pairs (CutMix), except in the last stage, whose images are unmixed as at inference.
 *
 *     pnpm --filter trainer start --dataset data/tiny-imagenet-200 --recipe modern-50
 *
 * Hardware: one NVIDIA H200, bf16, with `--epochs 40` three minutes of training. Accuracy on 5,000 images of the official
 * val: 61.4 % top-1, 83.8 % top-5. This model is in `packages/serve/bundle`. The full fifty epochs have not been run yet.
 */
import { modern15 } from "./modern-15.ts";
import type { Recipe } from "./recipe.ts";

/** `--recipe modern-50`. */
export const modern50: Recipe = {
  ...modern15,
  name: "modern-50",
  epochs: 50,
  validateEvery: 5, // an epoch takes three seconds, a validation with its checkpoint one
  batchSize: 512, // a smaller batch does not keep the GPU busy, a larger one makes fewer steps
  schedule: { kind: "linear", peak: 0.04, warmupFraction: 0.05 },
  dropout: { main: 0.2, aux: 0.2 },
  augmentation: { kind: "resized-crop", minArea: 0.25, flip: true },
  photometric: { brightness: 0.2, contrast: 0.2, saturation: 0.2 },
  mixing: { cutmix: 0.5, mixup: 0 },
  trainSizes: [
    { until: 0.5, size: 40 },
    { until: 0.75, size: 48 },
  ],
  patience: 50,
};
