/**
 * How unlike the training images an image is: how far what an early feature map sees is from what it sees of them
 * (Mahalanobis distance to one Gaussian: Lee et al. 2018, Kamoi and Kobayashi 2020), and half of how undecided the answer
 * is (entropy). Both in standard deviations of held-out images. Noise, flat and drawn images are far by the first, which
 * late maps no longer see; photographs of other things by the second, as far as they are. bench/out-of-distribution.bench.ts
 * compares it with the maximum softmax, logit and energy, and with distances in the last map.
 */
import type { OodScale } from "./bundle-doubt.ts";
import { squaredDistance, type Gaussian } from "./gaussian.ts";
import { pooledChannels, type StoredMap } from "./pooled-channels.ts";

/** What entropy counts beside the distance. */
const ENTROPY_WEIGHT = 0.5;

/** The two measures of an image. */
export interface OodMeasures {
  /** Logarithm of the squared Mahalanobis distance. */
  readonly distance: number;
  /** Nats. */
  readonly entropy: number;
}

/** The score of an image from its measures: 0 for a usual one, higher for a strange one. */
export function oodScore(
  measures: OodMeasures,
  { distance, entropy }: Pick<OodScale, "distance" | "entropy">,
): number {
  return (
    (measures.distance - distance.mean) / distance.deviation +
    (ENTROPY_WEIGHT * (measures.entropy - entropy.mean)) / entropy.deviation
  );
}

/**
 * @param map the feature map, `[height, width, channels]`
 * @param scores probabilities, `[classes]`
 */
export function oodMeasures(
  map: Float32Array | StoredMap,
  scores: Float32Array,
  { channels, gaussian }: { readonly channels: number; readonly gaussian: Gaussian },
): OodMeasures {
  return measuresOf(pooledChannels(map, channels, gaussian.size), scores, gaussian);
}

/** @param pooled from `pooledChannels` */
export function measuresOf(
  pooled: ArrayLike<number>,
  scores: Float32Array,
  gaussian: Gaussian,
): OodMeasures {
  // A distance of 0 has no logarithm; none that small is ever seen.
  const squared = Math.max(squaredDistance(gaussian, pooled), Number.MIN_VALUE);
  return { distance: Math.log(squared), entropy: entropyOf(scores) };
}

/** Nats. */
function entropyOf(scores: Float32Array): number {
  let entropy = 0;
  for (const score of scores) if (score > 0) entropy -= score * Math.log(score);
  return entropy;
}
