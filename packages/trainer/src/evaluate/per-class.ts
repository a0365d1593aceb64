/** How well each class is recognised. */
import { confusionCounts, nameOf, type ClassName } from "./confusion.ts";
import { rankOf } from "./scores.ts";

export interface ClassScores extends ClassName {
  /** Images of the class. */
  readonly count: number;
  /** Of the class's images, those answered right (recall), 0 to 1. */
  readonly accuracy: number;
  readonly top5: number;
  /** Of the answers that name the class, those that are right; null when nothing is answered so. */
  readonly precision: number | null;
}

/** Scores of every class that has images, worst accuracy first, equal ones in class order. */
export function perClass(
  logits: Float32Array,
  labels: Int32Array,
  classes: readonly ClassName[],
): ClassScores[] {
  const size = classes.length;
  const confusion = confusionCounts(logits, labels);
  const answered = new Int32Array(size);
  const counts = new Int32Array(size);
  for (const [cell, count] of confusion.entries()) {
    counts[Math.floor(cell / size)]! += count;
    answered[cell % size]! += count;
  }
  const amongFive = new Int32Array(size);
  for (const [index, label] of labels.entries()) {
    if (rankOf(logits.subarray(index * size, (index + 1) * size), label) < 5) {
      amongFive[label]! += 1;
    }
  }
  return classes
    .map((of, index) => ({
      ...nameOf(of),
      count: counts[index]!,
      accuracy: confusion[index * size + index]! / counts[index]!,
      top5: amongFive[index]! / counts[index]!,
      precision: answered[index] ? confusion[index * size + index]! / answered[index]! : null,
    }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => a.accuracy - b.accuracy);
}
