/**
 * Logits, the form that all evaluation works on: row-major `[count, classes]`, with one label per row. Probabilities are
 * converted to their logarithms, which are logits of the same distribution. Sums are in float64.
 */

/**
 * The number of classes, from the sizes of logits and labels.
 * @throws {RangeError} when there are no rows, the sizes do not match, or a label is out of range
 */
export function classCount(logits: Float32Array, labels: Int32Array): number {
  const classes = logits.length / labels.length;
  if (labels.length === 0 || classes < 1 || !Number.isInteger(classes)) {
    throw new RangeError(
      `Cannot evaluate: ${logits.length} logits for ${labels.length} labels; want the same number for each label, at least one`,
    );
  }
  const stray = labels.find((label) => label < 0 || label >= classes);
  if (stray !== undefined) {
    throw new RangeError(
      `Cannot evaluate: label ${stray} is not one of ${classes} classes, 0 to ${classes - 1}`,
    );
  }
  return classes;
}

/** log Σ exp(scale · logit) of one row; the largest term is factored out to avoid overflow. */
export function logSumExp(row: Float32Array, scale: number = 1): number {
  let max = Number.NEGATIVE_INFINITY;
  for (const logit of row) if (logit * scale > max) max = logit * scale;
  let sum = 0;
  for (const logit of row) sum += Math.exp(logit * scale - max);
  return max + Math.log(sum);
}

/** The smallest positive normal float32, used for a probability of zero so that losses stay finite. */
const SMALLEST_PROBABILITY = 2 ** -126;

/** Converts probabilities to logits whose softmax gives the probabilities again. */
export function logitsOf(probabilities: Float32Array): Float32Array {
  return probabilities.map((probability) => Math.log(Math.max(probability, SMALLEST_PROBABILITY)));
}

/** Probabilities of logits `[rows, classes]`, row by row. */
export function softmax(logits: Float32Array, classes: number): Float32Array {
  const probabilities = new Float32Array(logits.length);
  for (let start = 0; start < logits.length; start += classes) {
    const row = logits.subarray(start, start + classes);
    const total = logSumExp(row);
    for (const [index, logit] of row.entries()) {
      probabilities[start + index] = Math.exp(logit - total);
    }
  }
  return probabilities;
}
