/**
 * Whether a confidence of 80 % is right 80 times in 100: the expected calibration error and the bins of
 * its reliability diagram (Guo et al. 2017, §2). The confidence is the first-ranked class's probability.
 */
import { classCount, logSumExp } from "./logits.ts";
import { topClass } from "./scores.ts";

/** Answers whose confidence lies in `(lower, upper]`. */
export interface ReliabilityBin {
  readonly lower: number;
  readonly upper: number;
  readonly count: number;
  /** Mean confidence of the bin's answers; null for an empty bin. */
  readonly confidence: number | null;
  /** Fraction of the bin's answers that are right; null for an empty bin. */
  readonly accuracy: number | null;
}

export interface Reliability {
  /** Expected reliability error: mean of |accuracy − confidence| over the bins, weighted by count; 0 to 1. */
  readonly ece: number;
  /** Of equal width, over 0 to 1. */
  readonly bins: readonly ReliabilityBin[];
}

/** @param logits `[count, classes]` @param labels `[count]` */
export function reliability(
  logits: Float32Array,
  labels: Int32Array,
  { bins = 15 }: { readonly bins?: number } = {},
): Reliability {
  const classes = classCount(logits, labels);
  const counts = new Int32Array(bins);
  const right = new Int32Array(bins);
  const confidences = new Float64Array(bins);
  for (const [index, label] of labels.entries()) {
    const row = logits.subarray(index * classes, (index + 1) * classes);
    const answer = topClass(row);
    const confidence = Math.exp(row[answer]! - logSumExp(row));
    // The upper edge belongs to the bin; rounding may carry a confidence past 1.
    const bin = Math.min(Math.max(Math.ceil(confidence * bins) - 1, 0), bins - 1);
    counts[bin]! += 1;
    confidences[bin]! += confidence;
    if (answer === label) right[bin]! += 1;
  }
  const gaps = confidences.map((sum, bin) => Math.abs(right[bin]! - sum));
  return {
    ece: gaps.reduce((sum, gap) => sum + gap, 0) / labels.length,
    bins: Array.from(counts, (count, bin) => ({
      lower: bin / bins,
      upper: (bin + 1) / bins,
      count,
      confidence: count === 0 ? null : confidences[bin]! / count,
      accuracy: count === 0 ? null : right[bin]! / count,
    })),
  };
}
