/**
 * Measures whether answers with a confidence of 80 % are correct 80 % of the time: the expected calibration error (ECE)
 * and the bins of the reliability diagram (Guo et al. 2017, §2). The confidence is the top class's probability.
 */
import { classCount, logSumExp } from "./logits.ts";
import { topClass } from "./scores.ts";

/** Predictions whose confidence is in `(lower, upper]`. */
export interface ReliabilityBin {
  readonly lower: number;
  readonly upper: number;
  readonly count: number;
  /** Mean confidence of the bin's predictions; null for an empty bin. */
  readonly confidence: number | null;
  /** Fraction of the bin's predictions that are correct; null for an empty bin. */
  readonly accuracy: number | null;
}

/** The error and the diagram's bins. */
export interface Reliability {
  /** Expected calibration error: mean of |accuracy − confidence| over the bins, weighted by count; 0 to 1. */
  readonly ece: number;
  /** Bins of equal width from 0 to 1. */
  readonly bins: readonly ReliabilityBin[];
}

/**
 * @param logits `[count, classes]`
 * @param labels `[count]`
 */
export function reliability(
  logits: Float32Array,
  labels: Int32Array,
  { bins = 15 }: { readonly bins?: number } = {},
): Reliability {
  const classes = classCount(logits, labels);
  const counts = new Int32Array(bins);
  const correct = new Int32Array(bins);
  const confidences = new Float64Array(bins);
  for (const [index, label] of labels.entries()) {
    const row = logits.subarray(index * classes, (index + 1) * classes);
    const predicted = topClass(row);
    const confidence = Math.exp(row[predicted]! - logSumExp(row));
    // A bin includes its upper edge; rounding may give a confidence above 1.
    const bin = Math.min(Math.max(Math.ceil(confidence * bins) - 1, 0), bins - 1);
    counts[bin]! += 1;
    confidences[bin]! += confidence;
    if (predicted === label) correct[bin]! += 1;
  }
  const gaps = confidences.map((sum, bin) => Math.abs(correct[bin]! - sum));
  return {
    ece: gaps.reduce((sum, gap) => sum + gap, 0) / labels.length,
    bins: Array.from(counts, (count, bin) => ({
      lower: bin / bins,
      upper: (bin + 1) / bins,
      count,
      confidence: count === 0 ? null : confidences[bin]! / count,
      accuracy: count === 0 ? null : correct[bin]! / count,
    })),
  };
}
