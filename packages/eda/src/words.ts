/** Numbers and names as people read them. */

const integers = new Intl.NumberFormat("en");

/** 105,000 */
export function integer(value: number): string {
  return integers.format(value);
}

/** "1 file", "1,821 files"; `plural` where an s is not enough. */
export function count(value: number, noun: string, plural: string = `${noun}s`): string {
  return `${integer(value)} ${value === 1 ? noun : plural}`;
}

/** "1.8 %": as many digits as tell a small share from none. */
export function percent(share: number): string {
  const value = share * 100;
  return `${value === 0 || value >= 10 ? value.toFixed(0) : value >= 0.1 ? value.toFixed(1) : value.toPrecision(1)} %`;
}

/** "a, b and c" */
export function list(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}
