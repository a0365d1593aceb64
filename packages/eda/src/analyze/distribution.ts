/** Summarizes many values as a histogram and a few percentiles. */

export interface Distribution {
  /** Counts in bins of equal width from `low` to `high`; of equal factors if `isLogarithmic`. */
  readonly bins: readonly number[];
  readonly isLogarithmic?: true;
  readonly low: number;
  readonly high: number;
  readonly min: number;
  readonly p1: number;
  readonly median: number;
  readonly p99: number;
  readonly max: number;
}

const BINS = 48;

/**
 * Without values all numbers are 0. The bins end at the 99.9th percentile, since a few very large values would squeeze
 * all others into one bar.
 *
 * @param options.isLogarithmic whether the bins have equal factors, for values above 0 that differ by factors, as sizes do
 */
export function distribution(
  values: Float64Array,
  { isLogarithmic = false }: { readonly isLogarithmic?: boolean } = {},
): Distribution {
  const sorted = values.toSorted();
  const quantile = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  const low = quantile(0);
  const high = quantile(0.999);
  const bins = Array.from({ length: BINS }, () => 0);
  const scale = isLogarithmic ? Math.log : (value: number): number => value;
  for (const value of sorted) {
    const share = high === low ? 0 : (scale(value) - scale(low)) / (scale(high) - scale(low));
    bins[Math.min(BINS - 1, Math.floor(share * BINS))]! += 1;
  }
  return {
    bins,
    ...(isLogarithmic && { isLogarithmic }),
    low,
    high,
    min: low,
    p1: quantile(0.01),
    median: quantile(0.5),
    p99: quantile(0.99),
    max: quantile(1),
  };
}

/** Value at the lower edge of the bin `index`; that of `bins.length` is the upper end. */
export function edgeOf({ bins, low, high, isLogarithmic }: Distribution, index: number): number {
  const share = index / bins.length;
  return isLogarithmic ? low * (high / low) ** share : low + (high - low) * share;
}

/** Indices of the `count` smallest values, ascending; equal values keep their order. */
export function smallest(values: Float64Array, count: number): number[] {
  const order = Uint32Array.from(values.keys());
  return [...order.toSorted((a, b) => values[a]! - values[b]! || a - b).subarray(0, count)];
}
