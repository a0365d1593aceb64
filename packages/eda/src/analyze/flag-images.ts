/** Flags single images that may be unusable: out of focus, badly exposed, or of a size or shape that the trainer distorts. */
import { STORED_SIZE } from "@inception-edge/image";
import type { Flag, FlaggedImages, NamedImage } from "../image-report.ts";
import { standardDeviation } from "../measure/luma.ts";
import type { Measures } from "../measure/measure-dataset.ts";
import { smallest } from "./distribution.ts";
import { lowOutlierLimit } from "./low-outliers.ts";

/** Standard deviation of luma, of 255, below which an image is blank. */
export const BLANK = 2;

interface FlagRule {
  /** What is measured of an image; NaN is never flagged. */
  readonly valueOf: (row: number) => number;
  /** An image is flagged below this value, or from it on; undefined if the dataset gives none. */
  readonly limit: number | undefined;
  readonly isHigh?: true;
}

/** The limits for dark and light are CleanVision's, that for flat images is scikit-image's `is_low_contrast`. */
function flagRules({ table }: Measures): Readonly<Record<Flag, FlagRule>> {
  const { focus, tones, width, height, lumaSums } = table;
  const shorter = (row: number): number => Math.min(width[row]!, height[row]!);
  const longer = (row: number): number => Math.max(width[row]!, height[row]!);
  const isBlank = (row: number): boolean => {
    const moments = { sum: lumaSums[row * 2]!, sumOfSquares: lumaSums[row * 2 + 1]! };
    return standardDeviation(moments, STORED_SIZE ** 2) < BLANK;
  };
  return {
    blurred: { valueOf: (row) => focus[row]!, limit: lowOutlierLimit(focus) },
    dark: { valueOf: (row) => tones[row * 3]!, limit: 0.32 * 255 },
    overexposed: { valueOf: (row) => tones[row * 3 + 1]!, limit: 0.95 * 255, isHigh: true },
    // Blank ones are a finding of their own.
    flat: { valueOf: (row) => (isBlank(row) ? NaN : tones[row * 3 + 2]!), limit: 0.05 * 255 },
    small: { valueOf: shorter, limit: STORED_SIZE },
    elongated: { valueOf: (row) => longer(row) / shorter(row), limit: 3, isHigh: true },
  };
}

/** The flagged images by flag, the worst first; `rows` are those that were decoded. */
export function flagImages(
  measures: Measures,
  rows: readonly number[],
  nameOf: (row: number) => NamedImage,
): Record<Flag, FlaggedImages> {
  const flagged = Object.entries(flagRules(measures)).map(([flag, { valueOf, limit, isHigh }]) => {
    if (limit === undefined) return [flag, { limit: null, images: [] }];
    const found = rows
      .map((row) => ({ row, value: valueOf(row) }))
      .filter(({ value }) => (isHigh ? value >= limit : value < limit));
    const badness = Float64Array.from(found, ({ value }) => (isHigh ? -value : value));
    const images = smallest(badness, found.length).map((index) => {
      const { row, value } = found[index]!;
      return { ...nameOf(row), value };
    });
    return [flag, { limit, images }];
  });
  return Object.fromEntries(flagged) as Record<Flag, FlaggedImages>;
}
