/** The median of measurements; of an even number of them, the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return (sorted[middle]! + sorted[sorted.length - 1 - middle]!) / 2;
}
