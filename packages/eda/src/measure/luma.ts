/** Luma, brightness without color, and what is computed from it: brightness, contrast and sharpness. */

export interface Moments {
  readonly sum: number;
  readonly sumOfSquares: number;
}

/** Luma with the sums that give brightness (mean) and contrast (standard deviation). */
export interface Luma extends Moments {
  /** `[pixels]`, 0..255. */
  readonly plane: Uint8Array;
  /** The largest difference between the channels of one pixel: 0 if the image is gray. */
  readonly colorRange: number;
}

/** 8-bit Rec. 601 luma of `[pixels, 3]`. */
export function lumaOf(rgb: Uint8Array): Luma {
  const plane = new Uint8Array(rgb.length / 3);
  let sum = 0;
  let sumOfSquares = 0;
  let colorRange = 0;
  for (let to = 0, from = 0; to < plane.length; to += 1, from += 3) {
    const r = rgb[from]!;
    const g = rgb[from + 1]!;
    const b = rgb[from + 2]!;
    // 0.299, 0.587 and 0.114 of 256.
    const luma = (77 * r + 150 * g + 29 * b + 128) >> 8;
    plane[to] = luma;
    sum += luma;
    sumOfSquares += luma * luma;
    const high = r > g ? (r > b ? r : b) : g > b ? g : b;
    const low = r < g ? (r < b ? r : b) : g < b ? g : b;
    if (high - low > colorRange) colorRange = high - low;
  }
  return { plane, sum, sumOfSquares, colorRange };
}

/**
 * Sums of the 4-neighbor Laplacian inside the border. Its variance is the usual measure of focus (Pech-Pacheco et al.
 * 2000): low if an image has no edges, whether by blur or because it shows an empty sky.
 *
 * @param luma `[height, width]`
 */
export function laplacianMoments(luma: Uint8Array, width: number): Moments {
  const height = luma.length / width;
  let sum = 0;
  let sumOfSquares = 0;
  for (let y = 1; y < height - 1; y += 1) {
    for (let pixel = y * width + 1, end = pixel + width - 2; pixel < end; pixel += 1) {
      const value =
        luma[pixel - 1]! +
        luma[pixel + 1]! +
        luma[pixel - width]! +
        luma[pixel + width]! -
        4 * luma[pixel]!;
      sum += value;
      sumOfSquares += value * value;
    }
  }
  return { sum, sumOfSquares };
}

/** The standard deviation of `count` values from their sums; exact up to the final rounding for products below 2^53. */
export function standardDeviation({ sum, sumOfSquares }: Moments, count: number): number {
  return Math.sqrt(Math.max(0, count * sumOfSquares - sum * sum)) / count;
}
