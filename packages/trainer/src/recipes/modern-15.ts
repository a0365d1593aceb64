/**
 * Fifteen epochs: modern-5 with random resized crops and label smoothing, which begin to pay.
 *
 *     pnpm --filter trainer start --dataset data/tiny-imagenet-200 --recipe modern-15
 *
 * Hardware, time, accuracy: not yet run.
 */
import { modern5 } from "./modern-5.ts";
import type { Recipe } from "./recipe.ts";

export const modern15: Recipe = {
  ...modern5,
  name: "modern-15",
  epochs: 15,
  batchSize: 64,
  schedule: { kind: "linear", peak: 0.06, warmupFraction: 0.1 },
  batchNormMomentum: 0.99,
  labelSmoothing: 0.1,
  augmentation: { kind: "resized-crop", minArea: 0.35, flip: true },
  trainSizes: [
    { until: 0.6, size: 40 },
    { until: 0.85, size: 48 },
  ],
};
