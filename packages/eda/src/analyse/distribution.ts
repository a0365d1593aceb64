/** Many values as a histogram and a few numbers. */

export interface Distribution {
  /** Counts in bins of equal width from `low` to `high`. */
  readonly bins: readonly number[];
  readonly low: number;
  readonly high: number;
  readonly min: number;
  readonly p1: number;
  readonly median: number;
  readonly p99: number;
  readonly max: number;
}

const BINS = 48;

/** All numbers are 0 without values. The bins end at the 99.9th percentile: a few giants would leave one bar. */
export function distribution(values: Float64Array): Distribution {
  const sorted = values.toSorted();
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  const low = at(0);
  const high = at(0.999);
  const bins = Array.from({ length: BINS }, () => 0);
  for (const value of sorted) {
    const share = high === low ? 0 : (value - low) / (high - low);
    bins[Math.min(BINS - 1, Math.floor(share * BINS))]! += 1;
  }
  return { bins, low, high, min: low, p1: at(0.01), median: at(0.5), p99: at(0.99), max: at(1) };
}

/** Places of the `count` smallest values, ascending; equal ones in their order. */
export function smallest(values: Float64Array, count: number): number[] {
  const order = Uint32Array.from(values.keys());
  return [...order.toSorted((a, b) => values[a]! - values[b]! || a - b).subarray(0, count)];
}
