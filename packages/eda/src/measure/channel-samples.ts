/** Counts and sums the samples of an image, in integers, so that the order of addition does not matter. */

/** Counts of each value of red, green and blue: `[3, 256]`, flat. */
export const HISTOGRAM_LENGTH: number = 3 * 256;

/** Where the samples of an image are counted and summed. */
export interface SampleSums {
  /** `[3, 256]`, added to. */
  readonly histogram: Uint32Array;
  /** `[rows, 6]`: sums of red, green and blue, then of their squares. */
  readonly sums: Uint32Array;
  readonly row: number;
}

/** Adds the samples of `rgb`, `[pixels, 3]`; at most 33,025 pixels, so that the sums of squares stay below 2^31. */
export function addSamples(rgb: Uint8Array, { histogram, sums, row }: SampleSums): void {
  let red = 0;
  let green = 0;
  let blue = 0;
  let redSquares = 0;
  let greenSquares = 0;
  let blueSquares = 0;
  for (let index = 0; index < rgb.length; index += 3) {
    const r = rgb[index]!;
    const g = rgb[index + 1]!;
    const b = rgb[index + 2]!;
    histogram[r]! += 1;
    histogram[256 + g]! += 1;
    histogram[512 + b]! += 1;
    // `| 0` keeps the sums in integer registers.
    red = (red + r) | 0;
    green = (green + g) | 0;
    blue = (blue + b) | 0;
    redSquares = (redSquares + Math.imul(r, r)) | 0;
    greenSquares = (greenSquares + Math.imul(g, g)) | 0;
    blueSquares = (blueSquares + Math.imul(b, b)) | 0;
  }
  sums.set([red, green, blue, redSquares, greenSquares, blueSquares], row * 6);
}

/** Adds an image `[64, 64, 3]` to the elementwise sums of its class, for the mean image. */
export function addPixels(sums: Uint32Array, rgb: Uint8Array): void {
  for (let index = 0; index < rgb.length; index += 1) sums[index]! += rgb[index]!;
}
