/**
 * Samples photon counts by inverse transform: the 256 levels of an image give 256 distributions, which are tabulated
 * once. Counts of `photons` or more are all white, so the tables end there.
 */
import type { Random } from "./corruption.ts";

/**
 * A sampler of Poisson(photons · level / 255): level 0 … 255 → count, clipped to `photons`.
 *
 * @param photons average count of a white pixel; a whole number below 700, so that exp(−photons) is not 0
 */
export function poissonLevels(photons: number): (level: number, random: Random) => number {
  /** `[256, photons]`: the probability of each count or a lower one. */
  const cumulative = new Float64Array(256 * photons);
  for (let level = 0; level < 256; level += 1) {
    const mean = (photons * level) / 255;
    let probability = Math.exp(-mean);
    let sum = 0;
    for (let count = 0; count < photons; count += 1) {
      sum += probability;
      cumulative[level * photons + count] = sum;
      probability *= mean / (count + 1);
    }
  }
  return (level, random) => {
    const drawn = random();
    const row = level * photons;
    let [low, high] = [0, photons]; // the first count whose cumulative probability exceeds `drawn`
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cumulative[row + middle]! > drawn) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}
