/** Decides by their sketches whether two images are near-duplicates. */
import { COLOR_NUMBERS, SKETCH_PIXELS, SKETCH_SIDE, type Sketches } from "./sketch.ts";

/** The smallest correlation of the detail of near-duplicates, at the best of the shifts that are tried. */
export const NEAR_CORRELATION = 0.95;

/** The largest mean difference of their colors, in percent of luma: one thing in two colors is two images. */
const NEAR_COLOR = 10;

/** Shifts of up to two pixels either way, 6 % of the side. */
const LARGEST_SHIFT = 2;

/** Candidates that correlate by less before they are shifted are given up. */
const HOPELESS = 0.5;

/**
 * How well the detail of two images correlates, -1 to 1, at the best shift; 0 if one is flat, if their colors differ, or
 * if the images are so different that no shift was tried.
 *
 * @param mirrored whether the second is looked at in a mirror
 */
export function sketchCorrelation(
  { details, colors }: Pick<Sketches, "details" | "colors">,
  a: number,
  b: number,
  mirrored: boolean,
): number {
  const one = details.subarray(a * SKETCH_PIXELS, (a + 1) * SKETCH_PIXELS);
  const plain = details.subarray(b * SKETCH_PIXELS, (b + 1) * SKETCH_PIXELS);
  const other = mirrored ? mirror(plain, 1) : plain;
  let best = correlation(one, other, 0, 0);
  if (best < HOPELESS) return 0;
  const [colorsA, colorsB] = [a, b].map((image) =>
    colors.subarray(image * COLOR_NUMBERS, (image + 1) * COLOR_NUMBERS),
  );
  if (meanDifference(colorsA!, mirrored ? mirror(colorsB!, 2) : colorsB!) > NEAR_COLOR) return 0;
  for (let dy = -LARGEST_SHIFT; dy <= LARGEST_SHIFT; dy += 1) {
    for (let dx = -LARGEST_SHIFT; dx <= LARGEST_SHIFT; dx += 1) {
      if (dx !== 0 || dy !== 0) best = Math.max(best, correlation(one, other, dx, dy));
    }
  }
  return best;
}

/** Pearson correlation where the two overlap, the first shifted by `dx` and `dy` pixels; 0 if one is flat there. */
function correlation(a: Int8Array, b: Int8Array, dx: number, dy: number): number {
  const [left, right] = [Math.max(0, -dx), Math.min(SKETCH_SIDE, SKETCH_SIDE - dx)];
  const [top, bottom] = [Math.max(0, -dy), Math.min(SKETCH_SIDE, SKETCH_SIDE - dy)];
  const count = (right - left) * (bottom - top);
  let [sumA, sumB, squaresA, squaresB, products] = [0, 0, 0, 0, 0];
  for (let y = top; y < bottom; y += 1) {
    const shift = dy * SKETCH_SIDE + dx;
    for (let at = y * SKETCH_SIDE + left, end = y * SKETCH_SIDE + right; at < end; at += 1) {
      const p = a[at + shift]!;
      const q = b[at]!;
      sumA += p;
      sumB += q;
      squaresA += p * p;
      squaresB += q * q;
      products += p * q;
    }
  }
  const spread = Math.sqrt((count * squaresA - sumA ** 2) * (count * squaresB - sumB ** 2));
  return spread === 0 ? 0 : (count * products - sumA * sumB) / spread;
}

function meanDifference(a: Int8Array, b: Int8Array): number {
  return a.reduce((sum, value, index) => sum + Math.abs(value - b[index]!), 0) / a.length;
}

/** The mirror image of a square of pixels of so many channels. */
function mirror(square: Int8Array, channels: number): Int8Array {
  const side = Math.sqrt(square.length / channels);
  return square.map((_, at) => {
    const column = Math.floor(at / channels) % side;
    return square[at + (side - 1 - 2 * column) * channels]!;
  });
}
