/**
 * `channel-stats.json`: mean and standard deviation of the training images, exact, and what they were measured on.
 *
 * "The std" of a dataset is two different numbers, about a fifth apart on Tiny ImageNet, and published constants
 * are the one or the other without saying so: here both have names.
 */
import type { DatasetOrigin } from "./dataset-origin.ts";

/** Red, green, blue. */
export type Rgb = readonly [number, number, number];

export interface ChannelMoments {
  /** Pixels per side. */
  readonly size: number;
  /** In [0, 1]: samples are divided by 255. So are both deviations. */
  readonly mean: Rgb;
  /** Standard deviation over all pixels of all images: what normalising by one constant wants. */
  readonly stdOverAllPixels: Rgb;
  /** Mean of each image's own standard deviation: smaller, as differences between images are not in it. */
  readonly meanOfImageStd: Rgb;
  /** Samples, 0..255. */
  readonly min: Rgb;
  readonly max: Rgb;
  /** Exact integers over samples 0..255, from which mean and `stdOverAllPixels` follow. */
  readonly sum: Rgb;
  readonly sumOfSquares: Rgb;
}

export interface ChannelStats {
  readonly schemaVersion: 1;
  readonly dataset: DatasetOrigin;
  readonly split: "train";
  readonly images: number;
  /** As they are kept in the pack. */
  readonly stored: ChannelMoments;
  /** As the network sees them without augmentation, by the method of the resize. */
  readonly inputs: Readonly<Record<string, ChannelMoments>>;
}

/** @throws {Error} with what is wrong, where the text is no such file. */
export function parseChannelStats(text: string): ChannelStats {
  let stats: Partial<ChannelStats> | null;
  try {
    stats = JSON.parse(text) as Partial<ChannelStats> | null;
  } catch (cause) {
    throw new Error("it is no JSON", { cause });
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
