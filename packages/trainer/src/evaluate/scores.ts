/** Top-1 accuracy, top-5 accuracy and mean cross-entropy. */
import { classCount, logSumExp } from "./logits.ts";

/** The scores of a set of predictions. */
export interface Scores {
  /** Fraction of rows whose label ranks first, 0 to 1. */
  readonly top1: number;
  /** Fraction of rows whose label ranks among the first five. */
  readonly top5: number;
  /** Mean negative log-likelihood, nats. */
  readonly loss: number;
}

/**
 * @param logits `[count, classes]`
 * @param labels `[count]`
 */
export function scores(logits: Float32Array, labels: Int32Array): Scores {
  const classes = classCount(logits, labels);
  let first = 0;
  let inTopFive = 0;
  let loss = 0;
  for (const [index, label] of labels.entries()) {
    const row = logits.subarray(index * classes, (index + 1) * classes);
    const rank = rankOf(row, label);
    if (rank < 1) first += 1;
    if (rank < 5) inTopFive += 1;
    loss += logSumExp(row) - row[label]!;
  }
  const count = labels.length;
  return { top1: first / count, top5: inTopFive / count, loss: loss / count };
}

/**
 * The number of classes that rank before `label`. Equal logits rank in class order, so every row has exactly one top
 * class, as with argmax; NaN ranks last.
 */
export function rankOf(row: Float32Array, label: number): number {
  const own = row[label]!;
  if (Number.isNaN(own)) return row.length - 1;
  let rank = 0;
  for (let other = 0; other < row.length; other += 1) {
    if (row[other]! > own || (row[other] === own && other < label)) rank += 1;
  }
  return rank;
}

/** The class that ranks first. */
export function topClass(row: Float32Array): number {
  let best = 0;
  for (let other = 1; other < row.length; other += 1) {
    if (row[other]! > row[best]!) best = other;
  }
  return best;
}
