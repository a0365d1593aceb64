/** Top-1, top-5 and mean cross-entropy of classifications whose answers are known. */
import { classCount, logSumExp } from "./logits.ts";

export interface Scores {
  /** Fraction of rows whose label ranks first, 0 to 1. */
  readonly top1: number;
  /** Fraction of rows whose label ranks among the first five. */
  readonly top5: number;
  /** Mean negative log-likelihood, nats. */
  readonly loss: number;
}

/** @param logits `[count, classes]` @param labels `[count]` */
export function scores(logits: Float32Array, labels: Int32Array): Scores {
  const classes = classCount(logits, labels);
  let first = 0;
  let amongFive = 0;
  let loss = 0;
  for (const [index, label] of labels.entries()) {
    const row = logits.subarray(index * classes, (index + 1) * classes);
    const rank = rankOf(row, label);
    if (rank < 1) first += 1;
    if (rank < 5) amongFive += 1;
    loss += logSumExp(row) - row[label]!;
  }
  const count = labels.length;
  return { top1: first / count, top5: amongFive / count, loss: loss / count };
}

/**
 * How many classes rank before `label`, from 0. Equal logits rank in index order, so every row has exactly
 * one first class, the one an argmax answers; a logit that is not a number ranks last.
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
