/** Scores of each class. */
import { confusionCounts, nameOf, type ClassName } from "./confusion.ts";
import { rankOf } from "./scores.ts";

/** The scores of one class. */
export interface ClassScores extends ClassName {
  /** Number of images of the class. */
  readonly count: number;
  /** Fraction of the class's images that are classified correctly (recall), 0 to 1. */
  readonly accuracy: number;
  /** Fraction of the class's images with the class among the top five. */
  readonly top5: number;
  /** Fraction of correct ones among the images classified as this class; null if there are none. */
  readonly precision: number | null;
}

/** The scores of every class that has images, lowest accuracy first, ties in class order. */
export function perClass(
  logits: Float32Array,
  labels: Int32Array,
  classes: readonly ClassName[],
): ClassScores[] {
  const size = classes.length;
  const confusion = confusionCounts(logits, labels);
  const predicted = new Int32Array(size);
  const counts = new Int32Array(size);
  for (const [cell, count] of confusion.entries()) {
    counts[Math.floor(cell / size)]! += count;
    predicted[cell % size]! += count;
  }
  const inTopFive = new Int32Array(size);
  for (const [index, label] of labels.entries()) {
    if (rankOf(logits.subarray(index * size, (index + 1) * size), label) < 5) {
      inTopFive[label]! += 1;
    }
  }
  return classes
    .map((each, index) => ({
      ...nameOf(each),
      count: counts[index]!,
      accuracy: confusion[index * size + index]! / counts[index]!,
      top5: inTopFive[index]! / counts[index]!,
      precision: predicted[index] ? confusion[index * size + index]! / predicted[index]! : null,
    }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => a.accuracy - b.accuracy);
}
