/** How much the pixels of two images differ. */

/** Mean absolute difference of their samples, 0..255. */
export function meanDifference(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, value, index) => sum + Math.abs(value - b[index]!), 0) / a.length;
}

/** The mirror image of a square, `[size, size, 3]`. */
export function mirror(rgb: Uint8Array): Uint8Array {
  const width = Math.sqrt(rgb.length / 3);
  const result = new Uint8Array(rgb.length);
  for (let pixel = 0; pixel < width * width; pixel += 1) {
    const x = pixel % width;
    const from = (pixel - x + width - 1 - x) * 3;
    result.set(rgb.subarray(from, from + 3), pixel * 3);
  }
  return result;
}
