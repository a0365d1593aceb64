/** SAME padding in ONNX's words: how many rows and columns to add on each side. */

/**
 * As TensorFlow adds them, the odd one after the map.
 * @param map `[channels, height, width]`
 * @returns top, left, bottom, right
 */
export function samePads(
  map: readonly number[],
  { size, stride }: { readonly size: number; readonly stride: number },
): number[] {
  const totals = map
    .slice(1)
    .map((length) => Math.max(0, (Math.ceil(length / stride) - 1) * stride + size - length));
  const before = totals.map((total) => Math.floor(total / 2));
  return [...before, ...totals.map((total, side) => total - before[side]!)];
}
