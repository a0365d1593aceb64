/** The quantile of split conformal prediction (Vovk, Gammerman and Shafer 2005; Papadopoulos et al. 2002). */

/**
 * Of so many held-out images, the rank of the one whose score is the bound for this coverage, from 1: the next image is
 * within the bound with at least this probability. Above `images` where they are too few for it.
 */
export function conformalRank(images: number, coverage: number): number {
  return Math.ceil((images + 1) * coverage - 1e-9); // 20 × 0.95 may come out slightly above 19
}

/** The least number of held-out images for a coverage: 19 for 0.95, 99 for 0.99. */
export function imagesFor(coverage: number): number {
  return Math.ceil(1 / (1 - coverage) - 1e-9) - 1;
}
