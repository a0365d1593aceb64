/** From a feature map and scores to how strange an image is, by what its bundle knows of the training images. */
import type { OodScale } from "./bundle-doubt.ts";
import { decodeGaussian } from "./gaussian.ts";
import { oodMeasures, oodScore } from "./ood-score.ts";
import type { StoredMap } from "./pooled-channels.ts";

/** What makes an out-of-distribution score. */
export interface OodParts {
  /** The bundle's file of the role `ood-gaussian`. */
  readonly gaussian: Uint8Array;
  /** Number of channels that it describes. */
  readonly channels: number;
  readonly scale: OodScale;
}

/**
 * @param mapChannels number of channels of the feature map, of which the Gaussian describes some
 * @returns the score from a map `[height, width, mapChannels]` and probabilities `[classes]`
 * @throws {BundleError} if the file is not of the size that `channels` gives
 */
export function oodRater(
  { gaussian: file, channels, scale }: OodParts,
  mapChannels: number,
): (map: Float32Array | StoredMap, scores: Float32Array) => number {
  const known = { gaussian: decodeGaussian(file, channels), channels: mapChannels };
  return (map, scores) => oodScore(oodMeasures(map, scores, known), scale);
}
