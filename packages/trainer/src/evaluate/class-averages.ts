/** Scores for unbalanced and small splits: in which every class counts the same, and how far chance may have moved top-1. */
import { mean } from "./mean.ts";
import type { ClassScores } from "./per-class.ts";

/** Means over the classes that have images, 0 to 1. */
export interface ClassAverages {
  /** Mean of the classes' accuracies, whatever the number of their images. */
  readonly balancedAccuracy: number;
  /** Mean of the classes' F1 scores, the harmonic means of precision and recall. */
  readonly macroF1: number;
}

/** @param classes the scores of at least one class */
export function classAverages(
  classes: readonly Pick<ClassScores, "accuracy" | "precision">[],
): ClassAverages {
  return {
    balancedAccuracy: mean(classes.map(({ accuracy }) => accuracy)),
    macroF1: mean(classes.map(f1)),
  };
}

/** 0 for a class that is never predicted. */
function f1({ accuracy: recall, precision }: Pick<ClassScores, "accuracy" | "precision">): number {
  const sum = recall + (precision ?? 0);
  return sum === 0 ? 0 : (2 * recall * (precision ?? 0)) / sum;
}

/** The quantile of the normal distribution for an interval that holds 95 %. */
const Z = 1.959964;

/** The 95 % confidence interval of a fraction measured on `count` images (Wilson 1927), within [0, 1]. */
export function wilsonInterval(fraction: number, count: number): readonly [number, number] {
  const center = (fraction + Z ** 2 / (2 * count)) / (1 + Z ** 2 / count);
  const half =
    (Z / (1 + Z ** 2 / count)) *
    Math.sqrt((fraction * (1 - fraction)) / count + Z ** 2 / (4 * count ** 2));
  return [Math.max(0, center - half), Math.min(1, center + half)];
}
