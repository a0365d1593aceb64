/** Counts how often one class is mistaken for another. */
import type { ClassLabel } from "@inception-edge/dataset";
import { classCount } from "./logits.ts";
import { topClass } from "./scores.ts";

/** A class as named in reports. */
export type ClassName = Pick<ClassLabel, "id" | "wnid" | "label">;

/** Images of class `actual` that were classified as `predicted`. */
export interface ConfusedPair {
  readonly actual: ClassName;
  readonly predicted: ClassName;
  readonly count: number;
  /** Fraction of the images of `actual`, 0 to 1. */
  readonly share: number;
}

/** Counts `[classes, classes]`: rows are the actual classes, columns the predicted ones. */
export function confusionCounts(logits: Float32Array, labels: Int32Array): Int32Array {
  const classes = classCount(logits, labels);
  const counts = new Int32Array(classes * classes);
  for (const [index, label] of labels.entries()) {
    const predicted = topClass(logits.subarray(index * classes, (index + 1) * classes));
    counts[label * classes + predicted]! += 1;
  }
  return counts;
}

/**
 * The most frequent confusions, most frequent first, ties in class order. Pairs are directed: cats classified as dogs
 * are counted separately from dogs classified as cats.
 */
export function confusedPairs(
  counts: Int32Array,
  classes: readonly ClassName[],
  { limit = 20 }: { readonly limit?: number } = {},
): ConfusedPair[] {
  const pairs: ConfusedPair[] = [];
  for (const [row, actual] of classes.entries()) {
    const predictions = counts.subarray(row * classes.length, (row + 1) * classes.length);
    const total = predictions.reduce((sum, count) => sum + count, 0);
    for (const [column, count] of predictions.entries()) {
      if (column === row || count === 0) continue;
      const predicted = nameOf(classes[column]!);
      pairs.push({ actual: nameOf(actual), predicted, count, share: count / total });
    }
  }
  return pairs.toSorted((a, b) => b.count - a.count).slice(0, limit);
}

/** Only the fields that reports use; a caller's object may have more. */
export function nameOf({ id, wnid, label }: ClassName): ClassName {
  return { id, ...(wnid !== undefined && { wnid }), label };
}
