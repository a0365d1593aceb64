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

/** Which two images are compared. */
interface Pair {
  readonly a: number;
  readonly b: number;
  /** Whether the second is looked at in a mirror. */
  readonly mirrored: boolean;
}

/** One pixel further in each direction. */
const STEPS = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
] as const;

/**
 * How well the detail of two images correlates, -1 to 1, at the best shift; 0 if one is flat, if their colors differ, or
 * if the images are so different that no shift was tried. Sketches are soft, so the best shift is found step by step.
 */
export function sketchCorrelation(
  { details, colors }: Pick<Sketches, "details" | "colors">,
  pair: Pair,
): number {
  let best = correlation(details, pair, 0, 0);
  if (best < HOPELESS || colorDifference(colors, pair) > NEAR_COLOR) return 0;
  let [x, y] = [0, 0];
  for (;;) {
    const [fromX, fromY] = [x, y];
    for (const [stepX, stepY] of STEPS) {
      const [dx, dy] = [fromX + stepX, fromY + stepY];
      if (Math.abs(dx) > LARGEST_SHIFT || Math.abs(dy) > LARGEST_SHIFT) continue;
      const there = correlation(details, pair, dx, dy);
      if (there > best) [best, x, y] = [there, dx, dy];
    }
    if (x === fromX && y === fromY) return best;
  }
}

/** Pearson correlation where the two overlap, the first shifted by `dx` and `dy` pixels; 0 if one is flat there. */
function correlation(details: Int8Array, { a, b, mirrored }: Pair, dx: number, dy: number): number {
  const [left, right] = [Math.max(0, -dx), Math.min(SKETCH_SIDE, SKETCH_SIDE - dx)];
  const [top, bottom] = [Math.max(0, -dy), Math.min(SKETCH_SIDE, SKETCH_SIDE - dy)];
  const step = mirrored ? -1 : 1;
  let sumA = 0;
  let sumB = 0;
  let squaresA = 0;
  let squaresB = 0;
  let products = 0;
  for (let y = top; y < bottom; y += 1) {
    let ofA = a * SKETCH_PIXELS + (y + dy) * SKETCH_SIDE + left + dx;
    let ofB = b * SKETCH_PIXELS + y * SKETCH_SIDE + (mirrored ? SKETCH_SIDE - 1 - left : left);
    for (let x = left; x < right; x += 1) {
      const p = details[ofA]!;
      const q = details[ofB]!;
      // `| 0` keeps the sums in integer registers.
      sumA = (sumA + p) | 0;
      sumB = (sumB + q) | 0;
      squaresA = (squaresA + Math.imul(p, p)) | 0;
      squaresB = (squaresB + Math.imul(q, q)) | 0;
      products = (products + Math.imul(p, q)) | 0;
      ofA += 1;
      ofB += step;
    }
  }
  const count = (right - left) * (bottom - top);
  const spread = Math.sqrt((count * squaresA - sumA ** 2) * (count * squaresB - sumB ** 2));
  return spread === 0 ? 0 : (count * products - sumA * sumB) / spread;
}

/** The mean over the coarse colors, of which a mirror swaps the columns. */
function colorDifference(colors: Int8Array, { a, b, mirrored }: Pair): number {
  const [ofA, ofB] = [a * COLOR_NUMBERS, b * COLOR_NUMBERS];
  let sum = 0;
  for (let number = 0; number < COLOR_NUMBERS; number += 1) {
    const other = mirrored ? number ^ MIRROR : number;
    sum += Math.abs(colors[ofA + number]! - colors[ofB + other]!);
  }
  return sum / COLOR_NUMBERS;
}

/** The bits of a number's index that hold the column, 0 to 3. */
const MIRROR = 0b00110;
