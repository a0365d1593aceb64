/**
 * Confident learning (Northcutt, Jiang & Chuang 2021, "Confident Learning: Estimating Uncertainty in Dataset Labels",
 * section 3.1): an image counts as one of a class if its probability of it is at least the average over the images with
 * that label. What it counts as, against the label that it was given, estimates how often which label is wrong.
 */
import type { GivenLabels } from "./label-quality.ts";

/** What confident learning makes of the labels. */
export interface ConfidentJoint {
  /** `[images]`: the class that the image counts as; -1 if it counts as none. */
  readonly counted: Int32Array;
  /** `[classes, classes]`: the share of the images with the label of the row that are of the class of the column. */
  readonly shares: Float64Array;
}

export function confidentJoint(given: GivenLabels): ConfidentJoint {
  const { labels, classes } = given;
  const counted = countedClasses(given);
  const shares = new Float64Array(classes * classes);
  for (const [image, label] of labels.entries()) {
    if (counted[image]! >= 0) shares[label * classes + counted[image]!]! += 1;
  }
  for (let label = 0; label < classes; label += 1) {
    const row = shares.subarray(label * classes, (label + 1) * classes);
    const total = row.reduce((sum, count) => sum + count, 0);
    if (total === 0) row[label] = 1; // nothing is known of this label, and so nothing is wrong
    else for (let k = 0; k < classes; k += 1) row[k]! /= total;
  }
  return { counted, shares };
}

function countedClasses(given: GivenLabels): Int32Array {
  const { probabilities, labels, classes } = given;
  const thresholds = thresholdsOf(given);
  return labels.map((_, image) => {
    let best = -1;
    let highest = 0;
    for (let k = 0; k < classes; k += 1) {
      const probability = probabilities[image * classes + k]!;
      if (probability < thresholds[k]! || probability <= highest) continue;
      [best, highest] = [k, probability];
    }
    return best;
  });
}

/** The average probability of each class over the images with its label; above 1 for a class without images. */
function thresholdsOf({ probabilities, labels, classes }: GivenLabels): Float64Array {
  const sums = new Float64Array(classes);
  const counts = new Int32Array(classes);
  for (const [image, label] of labels.entries()) {
    sums[label]! += probabilities[image * classes + label]!;
    counts[label]! += 1;
  }
  return sums.map((sum, k) => (counts[k] === 0 ? Infinity : sum / counts[k]!));
}
