/** Blur corruptions: defocus, frosted glass, camera motion, and zoom. */
import { convolve, discTaps, gaussianBlur, trailTaps } from "./convolve.ts";
import { SIZE, sideOf, toBytes, type BySeverity, type Corrupt, type Random } from "./corruption.ts";
import { enlarge } from "./sample.ts";

/** Radius of the disc that a point is blurred to, pixels. */
const DEFOCUS_RADIUS: BySeverity<number> = { 1: 1.15, 2: 1.3, 3: 1.65, 4: 2.55, 5: 3.05 };

interface Glass {
  /** Standard deviation of the Gaussian blur before and after, pixels. */
  readonly deviation: number;
  /** Largest distance of a swap along either axis, pixels. */
  readonly reach: number;
  /** Share of the pixels that are swapped in a pass. */
  readonly share: number;
  readonly passes: number;
}

const GLASS: BySeverity<Glass> = {
  1: { deviation: 0.4, reach: 1, share: 0.25, passes: 1 },
  2: { deviation: 0.5, reach: 1, share: 0.6, passes: 1 },
  3: { deviation: 0.6, reach: 1, share: 1, passes: 2 },
  4: { deviation: 0.7, reach: 2, share: 1, passes: 1 },
  5: { deviation: 0.9, reach: 2, share: 1, passes: 2 },
};

/** Standard deviation of the motion trail, pixels. */
const MOTION_DEVIATION: BySeverity<number> = { 1: 1, 2: 1.5, 3: 2, 4: 2.5, 5: 3 };

/** How much the largest of the averaged enlargements exceeds 1. */
const ZOOM: BySeverity<number> = { 1: 0.06, 2: 0.1, 3: 0.16, 4: 0.2, 5: 0.26 };
/** Between two enlargements the border moves by so many pixels. */
const ZOOM_STEP = 0.64;

export const defocusBlur: Corrupt = (rgb, severity) => {
  const side = sideOf(rgb);
  return toBytes(convolve(rgb, discTaps(DEFOCUS_RADIUS[severity] * (side / SIZE)), side));
};

export const glassBlur: Corrupt = (rgb, severity, random) => {
  const side = sideOf(rgb);
  const { passes, share, ...lengths } = GLASS[severity];
  const deviation = lengths.deviation * (side / SIZE);
  const reach = Math.round(lengths.reach * (side / SIZE));
  const field = gaussianBlur(rgb, deviation, side);
  for (let pass = 0; pass < passes; pass += 1) swapNeighbors(field, { reach, share, side }, random);
  return toBytes(gaussianBlur(field, deviation, side));
};

export const motionBlur: Corrupt = (rgb, severity, random) => {
  const angle = (random() - 0.5) * (Math.PI / 2); // 45 degrees either way
  const side = sideOf(rgb);
  return toBytes(convolve(rgb, trailTaps(MOTION_DEVIATION[severity] * (side / SIZE), angle), side));
};

export const zoomBlur: Corrupt = (rgb, severity) => {
  const side = sideOf(rgb);
  const factor = (2 * ZOOM_STEP) / side;
  const steps = Math.round(ZOOM[severity] / factor);
  const sum = Float32Array.from(rgb);
  for (let step = 1; step <= steps; step += 1) {
    const enlarged = enlarge(rgb, 1 + step * factor, side);
    for (let index = 0; index < rgb.length; index += 1) sum[index]! += enlarged[index]!;
  }
  return toBytes(sum.map((value) => value / (steps + 1)));
};

/** Swaps a share of the pixels with nearby ones, in place, from the last pixel to the first. */
function swapNeighbors(
  field: Float32Array,
  { reach, share, side }: Pick<Glass, "reach" | "share"> & { readonly side: number },
  random: Random,
): void {
  const near = (position: number): number => {
    const moved = position - reach + Math.floor(random() * (2 * reach + 1));
    return Math.min(Math.max(moved, 0), side - 1);
  };
  for (let y = side - 1; y >= 0; y -= 1) {
    for (let x = side - 1; x >= 0; x -= 1) {
      const column = near(x);
      const row = near(y);
      if (random() >= share) continue;
      const [here, there] = [(y * side + x) * 3, (row * side + column) * 3];
      for (let channel = 0; channel < 3; channel += 1) {
        const held = field[here + channel]!;
        field[here + channel] = field[there + channel]!;
        field[there + channel] = held;
      }
    }
  }
}
