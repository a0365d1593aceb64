/**
 * `channel-stats.json`: the exact mean and standard deviation of the training images, with the dataset they belong to.
 *
 * "The std" of a dataset can mean two numbers, about a fifth apart on Tiny ImageNet, and published constants do not
 * say which one they are. Here each has a name of its own.
 */
import type { DatasetOrigin } from "./dataset-origin.ts";

/** Red, green, blue. */
export type Rgb = readonly [number, number, number];

/** Statistics of the three channels, at one image size. */
export interface ChannelMoments {
  /** Pixels per side. */
  readonly size: number;
  /** In [0, 1]: samples are divided by 255, as for both standard deviations. */
  readonly mean: Rgb;
  /** Standard deviation over all pixels of all images: the one to normalize with. */
  readonly stdOverAllPixels: Rgb;
  /** Mean of each image's own standard deviation: smaller, since it leaves out differences between images. */
  readonly meanOfImageStd: Rgb;
  /** The smallest and the largest sample, 0..255. */
  readonly min: Rgb;
  readonly max: Rgb;
  /** Exact integer sums of samples 0..255, from which `mean` and `stdOverAllPixels` follow. */
  readonly sum: Rgb;
  readonly sumOfSquares: Rgb;
}

/** The content of `channel-stats.json`. */
export interface ChannelStats {
  readonly schemaVersion: 1;
  readonly dataset: DatasetOrigin;
  readonly split: "train";
  readonly images: number;
  /** Over the images as stored in the pack. */
  readonly stored: ChannelMoments;
  /** Over the network's inputs without augmentation, by resize method. */
  readonly inputs: Readonly<Record<string, ChannelMoments>>;
}

/** @throws {Error} if the text is not a valid `channel-stats.json`, with the reason */
export function parseChannelStats(text: string): ChannelStats {
  let stats: Partial<ChannelStats> | null;
  try {
    stats = JSON.parse(text) as Partial<ChannelStats> | null;
  } catch (cause) {
    throw new Error("it is not JSON", { cause });
  }
  if (stats?.schemaVersion !== 1) {
    throw new Error(`its schema version is ${String(stats?.schemaVersion)}, wanted 1`);
  }
  const { dataset, stored } = stats;
  if (typeof dataset?.fingerprint !== "string" || typeof dataset.decoder !== "string") {
    throw new Error("it does not name its dataset's fingerprint and decoder");
  }
  for (const key of ["mean", "stdOverAllPixels", "meanOfImageStd"] as const) {
    if (!isRgb(stored?.[key])) throw new Error(`stored.${key} is not three numbers in [0, 1]`);
  }
  return stats as ChannelStats;
}

function isRgb(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length === 3 &&
    value.every((part) => typeof part === "number" && part >= 0 && part <= 1)
  );
}
