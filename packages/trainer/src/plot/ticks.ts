/** Chooses round numbers for an axis. */

/** The ticks of an axis. */
export interface Ticks {
  /** Ascending; the first is at or below the data, the last at or above it. */
  readonly values: readonly number[];
  /** Decimals that are needed to distinguish the values. */
  readonly digits: number;
}

/** About `count` steps of 1, 2 or 5 times a power of ten that cover `low` to `high`. */
export function niceTicks(low: number, high: number, count: number): Ticks {
  const span = high > low ? high - low : Math.max(Math.abs(low), 1);
  const power = Math.floor(Math.log10(span / count));
  const wanted = span / count / 10 ** power; // in [1, 10)
  const factor = [1, 2, 5].find((candidate) => candidate >= wanted) ?? 10;
  const digits = Math.max(0, -(power + (factor === 10 ? 1 : 0)));
  const step = factor * 10 ** power;
  // A value that differs from a tick only by rounding counts as that tick.
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(Math.ceil(high / step - 1e-9), first + 1);
  const values = Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toFixed(digits)),
  );
  return { values, digits };
}
