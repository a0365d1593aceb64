/** Noise corruptions, independent for each value: sensor noise, shot noise, and transmission errors. */
import { toBytes, type BySeverity, type Corrupt, type Random } from "./corruption.ts";
import { normals } from "./normals.ts";
import { poissonLevels } from "./poisson-levels.ts";

/** Standard deviation, for values in [0, 1]. */
export const GAUSSIAN_DEVIATION: BySeverity<number> = {
  1: 0.04,
  2: 0.08,
  3: 0.12,
  4: 0.15,
  5: 0.18,
};

/** Number of photons, on average, of a white value. */
export const SHOT_PHOTONS: BySeverity<number> = { 1: 250, 2: 100, 3: 50, 4: 30, 5: 15 };

/** Share of values that become 0 or 255, half of them each way. */
export const IMPULSE_SHARE: BySeverity<number> = { 1: 0.01, 2: 0.02, 3: 0.05, 4: 0.08, 5: 0.14 };

export const gaussianNoise: Corrupt = (rgb, severity, random) => {
  const normal = normals(random);
  const deviation = 255 * GAUSSIAN_DEVIATION[severity];
  return toBytes(new Float32Array(rgb).map((value) => value + deviation * normal()));
};

type Sampler = (level: number, random: Random) => number;
/** Samplers by number of photons, kept because their tables take some 10 ms to compute. */
const samplers = new Map<number, Sampler>();

export const shotNoise: Corrupt = (rgb, severity, random) => {
  const photons = SHOT_PHOTONS[severity];
  const sample = samplers.get(photons) ?? poissonLevels(photons);
  samplers.set(photons, sample);
  return toBytes(new Float32Array(rgb).map((level) => (255 * sample(level, random)) / photons));
};

export const impulseNoise: Corrupt = (rgb, severity, random) => {
  const share = IMPULSE_SHARE[severity];
  return rgb.map((value) => {
    const drawn = random();
    if (drawn >= share) return value;
    return drawn < share / 2 ? 0 : 255;
  });
};
