/** Blur corruptions: defocus, frosted glass, camera motion, and zoom. */
import { STORED_BYTES } from "@inception-edge/image";
import { convolve, discTaps, gaussianBlur, trailTaps } from "./convolve.ts";
import { SIZE, toBytes, type BySeverity, type Corrupt, type Random } from "./corruption.ts";
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
/** Step between enlargements, which moves the border by 0.6 pixels. */
const ZOOM_STEP = 0.02;

export const defocusBlur: Corrupt = (rgb, severity) =>
  toBytes(convolve(rgb, discTaps(DEFOCUS_RADIUS[severity])));

export const glassBlur: Corrupt = (rgb, severity, random) => {
  const { deviation, passes, ...swaps } = GLASS[severity];
  const field = gaussianBlur(rgb, deviation);
  for (let pass = 0; pass < passes; pass += 1) swapNeighbors(field, swaps, random);
  return toBytes(gaussianBlur(field, deviation));
};

export const motionBlur: Corrupt = (rgb, severity, random) => {
  const angle = (random() - 0.5) * (Math.PI / 2); // 45 degrees either way
  return toBytes(convolve(rgb, trailTaps(MOTION_DEVIATION[severity], angle)));
};

export const zoomBlur: Corrupt = (rgb, severity) => {
  const steps = Math.round(ZOOM[severity] / ZOOM_STEP);
  const sum = Float32Array.from(rgb);
  for (let step = 1; step <= steps; step += 1) {
    const enlarged = enlarge(rgb, 1 + step * ZOOM_STEP);
    for (let index = 0; index < STORED_BYTES; index += 1) sum[index]! += enlarged[index]!;
  }
  return toBytes(sum.map((value) => value / (steps + 1)));
};

/** Swaps a share of the pixels with nearby ones, in place, from the last pixel to the first. */
function swapNeighbors(
  field: Float32Array,
  { reach, share }: Pick<Glass, "reach" | "share">,
  random: Random,
): void {
  for (let y = SIZE - 1; y >= 0; y -= 1) {
    for (let x = SIZE - 1; x >= 0; x -= 1) {
      const column = near(x, reach, random);
      const row = near(y, reach, random);
      if (random() >= share) continue;
      const [here, there] = [(y * SIZE + x) * 3, (row * SIZE + column) * 3];
      for (let channel = 0; channel < 3; channel += 1) {
        const held = field[here + channel]!;
        field[here + channel] = field[there + channel]!;
        field[there + channel] = held;
      }
    }
  }
}

/** A random coordinate within the image, at most `reach` from `position`. */
function near(position: number, reach: number, random: Random): number {
  const moved = position - reach + Math.floor(random() * (2 * reach + 1));
  return Math.min(Math.max(moved, 0), SIZE - 1);
}
