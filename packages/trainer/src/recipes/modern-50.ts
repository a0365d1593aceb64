/**
 * Fifty epochs, for a GPU: stronger crops and dropout.
 *
 *     pnpm --filter trainer start --dataset data/tiny-imagenet-200 --recipe modern-50
 *
 * Hardware, time, accuracy: not yet run.
 */
import { modern15 } from "./modern-15.ts";
import type { Recipe } from "./recipe.ts";

export const modern50: Recipe = {
  ...modern15,
  name: "modern-50",
  epochs: 50,
  dropout: { main: 0.2, aux: 0.2 },
  augmentation: { kind: "resized-crop", minArea: 0.25, flip: true },
  patience: 50,
};
