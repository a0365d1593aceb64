/**
 * Fine-tuning: teaches a trained network other classes, from a few images of each to many thousands.
 *
 *     pnpm --filter trainer start --dataset ~/photos
 *
 * A bundle's network has its batch normalization folded in; it is put back, since with it a network learns several times as
 * much in the same time. The passes follow from the number of images, so that a run takes about five minutes on two threads of
 * an AMD EPYC. Few images are seen often, and mixed.
 */
import { modern15 } from "./modern-15.ts";
import type { Recipe } from "./recipe.ts";

/** `--recipe fine-tune`. */
export const fineTune: Recipe = {
  ...modern15,
  name: "fine-tune",
  views: { images: 50_000, fewestEpochs: 6, mostEpochs: 500, mixingFromEpochs: 60 },
  batchSize: 64,
  schedule: { kind: "linear", peak: 0.01, warmupFraction: 0.1 },
  photometric: { brightness: 0.2, contrast: 0.3, saturation: 0.3 },
  mixing: { cutmix: 0.5, mixup: 0.5 },
  exports: "last",
  patience: 1000,
};
