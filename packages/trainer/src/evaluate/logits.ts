/**
 * Logits are the one form that evaluation works on: row-major `[count, classes]`, with one label a row.
 * Probabilities come in as their logarithms, which are logits of the same distribution. Float64 inside.
 */

/**
 * The class count that logits and labels agree on.
 *
 * @throws {RangeError} when there are no rows, they do not divide, or a label is no class.
 */
export function classCount(logits: Float32Array, labels: Int32Array): number {
  const classes = logits.length / labels.length;
  if (labels.length === 0 || classes < 1 || !Number.isInteger(classes)) {
    throw new RangeError(
      `Cannot evaluate: ${logits.length} logits for ${labels.length} labels; want the same number, at least one, for each label`,
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

/** log Σ exp(scale · logit) over one row, without overflow: the greatest term is taken out first. */
export function logSumExp(row: Float32Array, scale: number = 1): number {
  let max = Number.NEGATIVE_INFINITY;
  for (const logit of row) if (logit * scale > max) max = logit * scale;
  let sum = 0;
  for (const logit of row) sum += Math.exp(logit * scale - max);
  return max + Math.log(sum);
}

/** The least positive normal float32: what a probability of zero is taken for, so that a loss stays finite. */
const LEAST_PROBABILITY = 2 ** -126;

/** Probabilities as logits; their softmax is the probabilities again. */
export function logitsOf(probabilities: Float32Array): Float32Array {
  return probabilities.map((probability) => Math.log(Math.max(probability, LEAST_PROBABILITY)));
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
