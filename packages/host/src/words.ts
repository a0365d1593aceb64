/** Formats numbers and lists for people. */

const integers = new Intl.NumberFormat("en");

/** 105_000 → "105,000". */
export function formatInteger(value: number): string {
  return integers.format(value);
}

/** "1 file", "1,821 files"; give `plural` if adding an s is not enough. */
export function formatCount(value: number, noun: string, plural: string = `${noun}s`): string {
  return `${formatInteger(value)} ${value === 1 ? noun : plural}`;
}

/** 0.614 → "61.4 %" with `digits` 1; without `digits`, enough that a small fraction does not become 0. */
export function formatPercent(fraction: number, digits?: number): string {
  const value = fraction * 100;
  if (digits !== undefined) return `${value.toFixed(digits)} %`;
  return `${value === 0 || value >= 10 ? value.toFixed(0) : value >= 0.1 ? value.toFixed(1) : value.toPrecision(1)} %`;
}

/** 1_290_240_000 → "1.29 GB". */
export function formatBytes(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1);
  return `${power === 0 ? bytes : (bytes / 1000 ** power).toFixed(2)} ${units[power]}`;
}

/** ["a", "b", "c"] → "a, b and c". */
export function formatList(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}
