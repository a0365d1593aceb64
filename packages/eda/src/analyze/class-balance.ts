/** Measures how evenly images are distributed over classes. */

export interface Balance {
  readonly images: number;
  /** Class indices of the classes without images. */
  readonly missing: readonly number[];
  /** Fewest and most images of a class, over the classes that have images. */
  readonly fewest: number;
  readonly most: number;
  /** `most / fewest`: 1 if all classes have the same number; 0 without images. */
  readonly imbalanceRatio: number;
  /** Shannon entropy of the class shares, divided by its maximum ln(classes): 1 if balanced, 0 with one class. */
  readonly normalizedEntropy: number;
  /** The number of equally large classes that would have the same entropy: exp(entropy). */
  readonly effectiveClasses: number;
}

/** @param counts number of images by class index */
export function classBalance(counts: readonly number[]): Balance {
  const images = counts.reduce((sum, count) => sum + count, 0);
  const present = counts.filter((count) => count > 0);
  const fewest = present.length === 0 ? 0 : Math.min(...present);
  const most = present.length === 0 ? 0 : Math.max(...present);
  const entropy = present.reduce((sum, count) => {
    const share = count / images;
    return sum - share * Math.log(share);
  }, 0);
  return {
    images,
    missing: [...counts.keys()].filter((index) => counts[index] === 0),
    fewest,
    most,
    imbalanceRatio: images === 0 ? 0 : most / fewest,
    normalizedEntropy: counts.length < 2 ? 0 : entropy / Math.log(counts.length),
    effectiveClasses: images === 0 ? 0 : Math.exp(entropy),
  };
}
