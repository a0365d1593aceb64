/** Elastic transformation (Simard, Steinkraus & Platt 2003): an affine distortion plus smooth random displacements. */
import { gaussianBlur } from "./convolve.ts";
import {
  SIZE,
  sideOf,
  toBytes,
  type BySeverity,
  type Corrupt,
  type Random,
  type Severity,
} from "./corruption.ts";
import { sample, stretch } from "./sample.ts";

interface Elastic {
  /** Largest displacement, along either axis, of the three points that define the affine part, pixels. */
  readonly shear: number;
  /** Root mean square of the ripples' displacement along either axis, pixels. */
  readonly ripple: number;
  /** Standard deviation of the Gaussian that smooths the ripples, pixels. */
  readonly smoothness: number;
}

const ELASTIC: BySeverity<Elastic> = {
  1: { shear: 2, ripple: 0.15, smoothness: 4 },
  2: { shear: 2.4, ripple: 0.25, smoothness: 3.5 },
  3: { shear: 2.8, ripple: 0.4, smoothness: 3 },
  4: { shear: 3.2, ripple: 0.55, smoothness: 2.5 },
  5: { shear: 3.6, ripple: 0.75, smoothness: 2 },
};

export const elastic: Corrupt = (rgb, severity, random) => {
  const side = sideOf(rgb);
  const along = (): Float32Array =>
    stretch(displacement(severity, random), side).map((value) => value * (side / SIZE));
  const [xs, ys] = [along(), along()];
  for (let index = 0; index < side * side; index += 1) {
    xs[index]! += index % side;
    ys[index]! += Math.floor(index / side);
  }
  return toBytes(sample(rgb, { xs, ys }, side));
};

/** The displacement along one axis of an image of SIZE: float32 `[SIZE, SIZE]`, pixels. */
function displacement(severity: Severity, random: Random): Float32Array {
  const { shear, ripple, smoothness } = ELASTIC[severity];
  // Displacements of the points at a quarter from the left and top, right and top, left and bottom.
  const [corner, right, below] = [draw(), draw(), draw()].map((drawn) => drawn * shear) as [
    number,
    number,
    number,
  ];
  const ripples = gaussianBlur(new Float32Array(SIZE * SIZE).map(draw), smoothness, SIZE);
  const square = ripples.reduce((sum, value) => sum + value * value, 0) / ripples.length;
  const scale = ripple / Math.sqrt(square);
  const [quarter, half] = [SIZE / 4, SIZE / 2];
  return ripples.map((value, index) => {
    const across = ((index % SIZE) - quarter) / half;
    const down = (Math.floor(index / SIZE) - quarter) / half;
    return corner + across * (right - corner) + down * (below - corner) + scale * value;
  });

  function draw(): number {
    return 2 * random() - 1;
  }
}
