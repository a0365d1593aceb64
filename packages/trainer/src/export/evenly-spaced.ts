/** Takes a fixed sample of a list of indices. */

/** At most `count` of the indices, evenly spaced from first to last: of a list sorted by class, some of each class. */
export function evenlySpaced(indices: Int32Array, count: number): Int32Array {
  const chosen = Math.min(count, indices.length);
  return Int32Array.from(
    { length: chosen },
    (_, index) => indices[Math.floor((index * indices.length) / chosen)]!,
  );
}
