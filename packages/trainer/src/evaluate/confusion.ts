/** Which class is taken for which. */
import type { ClassLabel } from "@inception-edge/dataset";
import { classCount } from "./logits.ts";
import { topClass } from "./scores.ts";

/** A class as reports name it. */
export type ClassName = Pick<ClassLabel, "wnid" | "label">;

/** Images of `actual` that were answered `predicted`. */
export interface ConfusedPair {
  readonly actual: ClassName;
  readonly predicted: ClassName;
  readonly count: number;
  /** Of all images of `actual`, 0 to 1. */
  readonly share: number;
}

/** Counts `[classes, classes]`: the row is the actual class, the column the first-ranked one. */
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
 * The pairs confused most often, most frequent first, equal ones in class order. A pair has a direction:
 * cats taken for dogs are counted apart from dogs taken for cats.
 */
export function confusedPairs(
  counts: Int32Array,
  classes: readonly ClassName[],
  { limit = 20 }: { readonly limit?: number } = {},
): ConfusedPair[] {
  const pairs: ConfusedPair[] = [];
  for (const [row, actual] of classes.entries()) {
    const answers = counts.subarray(row * classes.length, (row + 1) * classes.length);
    const total = answers.reduce((sum, count) => sum + count, 0);
    for (const [column, count] of answers.entries()) {
      if (column === row || count === 0) continue;
      const predicted = nameOf(classes[column]!);
      pairs.push({ actual: nameOf(actual), predicted, count, share: count / total });
    }
  }
  return pairs.toSorted((a, b) => b.count - a.count).slice(0, limit);
}

/** Only what reports name: a caller's class may carry more. */
export function nameOf({ wnid, label }: ClassName): ClassName {
  return { wnid, label };
}
