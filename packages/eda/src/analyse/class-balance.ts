/** How evenly images are spread over classes. */

export interface Balance {
  readonly images: number;
  /** Classes that have none, by their index. */
  readonly missing: readonly number[];
  /** Fewest and most images of a class; over the classes that have any. */
  readonly fewest: number;
  readonly most: number;
  /** `most / fewest`: 1 where all classes have the same number. 0 without images. */
  readonly imbalanceRatio: number;
  /** Shannon's entropy of the shares over its maximum, ln(classes): 1 where balanced, 0 with one class. */
  readonly normalizedEntropy: number;
  /** How many equally large classes would have that entropy: e to its power. */
  readonly effectiveClasses: number;
}

/** @param counts images by class */
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
