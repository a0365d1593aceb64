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

const mixing = { cutmix: 0.5, mixup: 0 };

/** `--recipe modern-50`. */
export const modern50: Recipe = {
  ...modern15,
  name: "modern-50",
  epochs: 50,
  validateEvery: 5, // an epoch takes three seconds, a validation with its checkpoint one
  batchSize: 1024,
  schedule: { kind: "linear", peak: 0.04, warmupFraction: 0.05 },
  dropout: { main: 0.2, aux: 0.2 },
  augmentation: { kind: "resized-crop", minArea: 0.25, flip: true },
  trainSizes: [
    { until: 0.6, size: 40, mixing },
    { until: 0.85, size: 48, mixing },
  ],
  patience: 50,
};
