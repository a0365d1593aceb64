/** Brightness without colour, and what it tells about an image: light, contrast, sharpness. */

/** Rec. 601 luma in eight bits: `[pixels, 3]` to `[pixels]`. */
export function lumaOf(rgb: Uint8Array): Uint8Array {
  const luma = new Uint8Array(rgb.length / 3);
  for (let to = 0, from = 0; to < luma.length; to += 1, from += 3) {
    // 0.299, 0.587 and 0.114 of 256.
    luma[to] = (77 * rgb[from]! + 150 * rgb[from + 1]! + 29 * rgb[from + 2]! + 128) >> 8;
  }
  return luma;
}

export interface Moments {
  readonly sum: number;
  readonly sumOfSquares: number;
}

/** Sums from which brightness (their mean) and contrast (their standard deviation) follow. */
export function lumaMoments(luma: Uint8Array): Moments {
  let sum = 0;
  let sumOfSquares = 0;
  for (let at = 0; at < luma.length; at += 1) {
    const value = luma[at]!;
    sum += value;
    sumOfSquares += value * value;
  }
  return { sum, sumOfSquares };
}

/**
 * Sums of the 4-neighbour Laplacian inside the border. Its variance is the usual measure of focus (Pech-Pacheco
 * et al. 2000): low where an image has no edges. Whether that is blur or an empty sky it cannot tell.
 *
 * @param luma `[size, size]`
 */
export function laplacianMoments(luma: Uint8Array, size: number): Moments {
  let sum = 0;
  let sumOfSquares = 0;
  for (let y = 1; y < size - 1; y += 1) {
    for (let at = y * size + 1, end = at + size - 2; at < end; at += 1) {
      const value =
        luma[at - 1]! + luma[at + 1]! + luma[at - size]! + luma[at + size]! - 4 * luma[at]!;
      sum += value;
      sumOfSquares += value * value;
    }
  }
  return { sum, sumOfSquares };
}

/** Of `count` values by their sums; exact to the rounding of the result up to 2^53. */
export function standardDeviation({ sum, sumOfSquares }: Moments, count: number): number {
  return Math.sqrt(Math.max(0, count * sumOfSquares - sum * sum)) / count;
}
