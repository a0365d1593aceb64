/**
 * From the recorded values of an activation to the range that its 256 steps cover. A wide range holds every
 * outlier, a narrow one has finer steps for the rest: the estimators differ in where they clip.
 */
import type { ActivationHistogram, Bin } from "./activation-histogram.ts";

/** Real numbers from `minimum` to `maximum`, zero included. */
export interface ActivationRange {
  readonly minimum: number;
  readonly maximum: number;
}

/** Every {@link RangeEstimator}. */
export const rangeEstimators = ["min-max", "percentile", "mse"] as const;

/**
 * `min-max`: every recorded value. `percentile`: all but the outermost 0.01 % of values on each side.
 * `mse`: the least mean squared error of rounding and clipping together (Nagel et al. 2021, "A White Paper
 * on Neural Network Quantization", §3.1).
 */
export type RangeEstimator = (typeof rangeEstimators)[number];

/** The fraction of all values that `percentile` clips on each side. */
const CLIPPED = 1e-4;

/** Fractions of the whole range that `mse` tries, from all of it down to 11 %. */
const TRIED_FRACTIONS = Array.from({ length: 90 }, (_, index) => 1 - index / 100);

const STEPS = 255;

/**
 * The range that an estimator chooses.
 * @param histograms of every node that computes values in this range
 */
export function estimateRange(
  histograms: readonly ActivationHistogram[],
  estimator: RangeEstimator,
): ActivationRange {
  const seen: ActivationRange = {
    minimum: Math.min(...histograms.map(({ minimum }) => minimum)),
    maximum: Math.max(...histograms.map(({ maximum }) => maximum)),
  };
  switch (estimator) {
    case "min-max":
      return seen;
    case "percentile":
      return percentileRange(histograms, seen);
    case "mse":
      return leastErrorRange(histograms, seen);
  }
}

function percentileRange(
  histograms: readonly ActivationHistogram[],
  seen: ActivationRange,
): ActivationRange {
  const bins = binsOf(histograms).toSorted((a, b) => a.middle - b.middle);
  const beyond = CLIPPED * histograms.reduce((sum, { count }) => sum + count, 0);
  const cut = (fromOutside: readonly Bin[]): number => {
    let sum = 0;
    return fromOutside.find(({ count }) => (sum += count) > beyond)?.middle ?? 0;
  };
  return {
    minimum: Math.min(0, Math.max(seen.minimum, cut(bins))),
    maximum: Math.max(0, Math.min(seen.maximum, cut(bins.toReversed()))),
  };
}

function leastErrorRange(
  histograms: readonly ActivationHistogram[],
  seen: ActivationRange,
): ActivationRange {
  const bins = binsOf(histograms);
  const tried = TRIED_FRACTIONS.map((fraction) => ({
    minimum: seen.minimum * fraction,
    maximum: seen.maximum * fraction,
  }));
  const errors = tried.map((range) => squaredError(bins, range));
  return tried[errors.indexOf(Math.min(...errors))]!;
}

function binsOf(histograms: readonly ActivationHistogram[]): readonly Bin[] {
  return histograms.flatMap((histogram) => [...histogram.bins()]);
}

/** Rounding errs by a twelfth of a step squared on average, clipping by the distance squared. */
function squaredError(bins: readonly Bin[], { minimum, maximum }: ActivationRange): number {
  const rounding = ((maximum - minimum) / STEPS) ** 2 / 12;
  let error = 0;
  for (const { middle, count } of bins) {
    const clipped = middle - Math.min(maximum, Math.max(minimum, middle));
    error += count * (clipped === 0 ? rounding : clipped ** 2);
  }
  return error;
}
