/**
 * The quantile of split conformal prediction (Vovk, Gammerman and Shafer 2005; Papadopoulos et al. 2002), and what it is
 * worth where it was taken of few images.
 */

/**
 * Of so many held-out images, the rank of the one whose score is the bound for this coverage, from 1: the next image is
 * within the bound with at least this probability. Above `images` where they are too few for it.
 */
export function conformalRank(images: number, coverage: number): number {
  return Math.ceil((images + 1) * coverage - 1e-9); // 20 × 0.95 may come out slightly above 19
}

/**
 * The least number of held-out images for a coverage: 19 for 0.95, 99 for 0.99.
 * @param misses images that count as missed, as those that are marked: of which one makes it 39 for 0.95
 */
export function imagesFor(coverage: number, misses: number = 0): number {
  return Math.ceil((1 + misses) / (1 - coverage) - 1e-9) - 1;
}

/** Of the bundles made of so many held-out images, nine of ten are within these coverages. */
const LIKELY = 0.9;

/**
 * The coverages between which a bundle's own lies in nine of ten cases. On average of all draws of its held-out images it is
 * what was promised; of one draw it is a quantile of a Beta distribution (Vovk 2012).
 * @param images number of held-out images
 * @param coverage what is promised, one that so many images allow
 */
export function likelyCoverage(images: number, coverage: number): readonly [number, number] {
  const rank = conformalRank(images, coverage);
  const tail = (1 - LIKELY) / 2;
  return [betaQuantile(rank, images, tail), betaQuantile(rank, images, 1 - tail)];
}

/** Below which value the `rank`-th smallest of `count` even draws of [0, 1] is with this probability. */
function betaQuantile(rank: number, count: number, probability: number): number {
  let [low, high] = [0, 1];
  while (high - low > 1e-6) {
    const middle = (low + high) / 2;
    if (atLeast(rank, count, middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** How probable it is that of `count` trials at least `wanted` succeed, each with probability `chance` in (0, 1). */
function atLeast(wanted: number, count: number, chance: number): number {
  let total = 0;
  let logTerm = count * Math.log(chance); // of no failure; logarithms, for the terms are tiny
  for (let failures = 0; failures <= count - wanted; failures += 1) {
    total += Math.exp(logTerm);
    logTerm += Math.log(((count - failures) / (failures + 1)) * ((1 - chance) / chance));
  }
  return total;
}
