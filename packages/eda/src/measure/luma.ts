/** Brightness without colour, and what it tells about an image: light, contrast, sharpness. */

export interface Moments {
  readonly sum: number;
  readonly sumOfSquares: number;
}

/** Sums from which brightness (their mean) and contrast (their standard deviation) follow. */
export interface Luma extends Moments {
  /** `[pixels]` */
  readonly plane: Uint8Array;
  /** The largest difference between the channels of one pixel: 0 where nothing has a colour. */
  readonly colourRange: number;
}

/** Rec. 601 luma in eight bits, of `[pixels, 3]`: at most 33,025 pixels, whose squares stay below 2^31. */
export function lumaOf(rgb: Uint8Array): Luma {
  const plane = new Uint8Array(rgb.length / 3);
  let sum = 0;
  let sumOfSquares = 0;
  let colourRange = 0;
  for (let to = 0, from = 0; to < plane.length; to += 1, from += 3) {
    const r = rgb[from]!;
    const g = rgb[from + 1]!;
    const b = rgb[from + 2]!;
    // 0.299, 0.587 and 0.114 of 256.
    const luma = (77 * r + 150 * g + 29 * b + 128) >> 8;
    plane[to] = luma;
    sum = (sum + luma) | 0;
    sumOfSquares = (sumOfSquares + Math.imul(luma, luma)) | 0;
    const high = r > g ? (r > b ? r : b) : g > b ? g : b;
    const low = r < g ? (r < b ? r : b) : g < b ? g : b;
    if (high - low > colourRange) colourRange = high - low;
  }
  return { plane, sum, sumOfSquares, colourRange };
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
