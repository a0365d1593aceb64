/** Finds on held-out images what is usual for an image's measures, and from which score on one is marked. */
import type { Moments, OodScale } from "./bundle-doubt.ts";
import { conformalRank, imagesFor } from "./conformal-rank.ts";
import { oodScore, type OodMeasures } from "./ood-score.ts";

/** A measure that varies less is the same for all images, but for rounding. */
const LEAST_DEVIATION = 1e-9;

/** The fraction of held-out images that is not marked: one in a hundred of the known kind is. */
const KEPT = 0.99;

/** Fewer held-out images tell too little of what is usual: of them less than 0.95 would be kept. */
export const leastOodImages: number = imagesFor(0.95);

/** The fraction of so many held-out images that is kept; undefined for fewer than {@link leastOodImages}. */
export function keptOf(images: number): number | undefined {
  if (images < leastOodImages) return undefined;
  return Math.min(KEPT, images / (images + 1));
}

/** @param heldOut measures of at least 19 images. @param kept from `keptOf` */
export function fitOodScale(heldOut: readonly OodMeasures[], kept: number): OodScale {
  const scale = {
    distance: moments(heldOut.map(({ distance }) => distance)),
    entropy: moments(heldOut.map(({ entropy }) => entropy)),
  };
  const scores = heldOut.map((measures) => oodScore(measures, scale)).toSorted((a, b) => a - b);
  return { ...scale, threshold: scores[conformalRank(heldOut.length, kept) - 1]! };
}

function moments(values: readonly number[]): Moments {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const deviation = Math.sqrt(variance);
  return { mean, deviation: deviation > LEAST_DEVIATION ? deviation : 1 };
}
