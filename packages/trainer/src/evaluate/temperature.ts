/**
 * Temperature scaling (Guo et al. 2017, §4.2): a number by which all logits are divided so that confidences match the
 * accuracy. It does not change rankings. Fit it on images that are used neither for training nor for the final test.
 * Targets are smoothed as in Platt 1999, §2.2, so that a few correct predictions do not lead to absolute certainty.
 */
import { classCount, logSumExp } from "./logits.ts";

/** Temperatures are searched between 1/20 and 20. */
const WIDEST = 20;
const ITERATIONS = 100;
const TOLERANCE = 1e-9;

/**
 * The temperature that minimizes the mean cross-entropy with the smoothed targets. The loss is convex in 1/T, so Newton's
 * method finds it; a step outside the bracket is replaced by a bisection.
 * @param logits `[count, classes]`
 * @param labels `[count]`
 */
export function fitTemperature(logits: Float32Array, labels: Int32Array): number {
  classCount(logits, labels);
  let low = 1 / WIDEST;
  let high = WIDEST;
  let inverse = 1;
  for (let iteration = 0; iteration < ITERATIONS; iteration += 1) {
    const { slope, curvature } = derivatives(logits, labels, inverse);
    if (slope > 0) high = inverse;
    else low = inverse;
    const newton = inverse - slope / curvature;
    const next = newton > low && newton < high ? newton : Math.sqrt(low * high);
    const change = Math.abs(next - inverse);
    inverse = next;
    if (change <= TOLERANCE * inverse) break;
  }
  return 1 / inverse;
}

/** The logits divided by the temperature. */
export function scaleLogits(logits: Float32Array, temperature: number): Float32Array {
  return logits.map((logit) => logit / temperature);
}

/**
 * First and second derivatives of the mean loss with respect to `inverse` = 1/T: with p = softmax(z/T) and targets t,
 * the means of E_p[z] − E_t[z] and of Var_p[z]. The classes other than the label share a target of 1 / (count + 2).
 */
function derivatives(
  logits: Float32Array,
  labels: Int32Array,
  inverse: number,
): { slope: number; curvature: number } {
  const classes = logits.length / labels.length;
  const share = 1 / (labels.length + 2) / (classes - 1); // target of each class that is not the label
  let slope = 0;
  let curvature = 0;
  for (const [index, label] of labels.entries()) {
    const row = logits.subarray(index * classes, (index + 1) * classes);
    const own = row[label]!;
    const normalizer = logSumExp(row, inverse);
    let others = 0;
    let mean = 0; // of z − z_label, which loses fewer digits than z
    let square = 0;
    for (const logit of row) {
      const probability = Math.exp(logit * inverse - normalizer);
      mean += probability * (logit - own);
      square += probability * (logit - own) ** 2;
      others += logit - own;
    }
    slope += mean - share * others;
    curvature += square - mean ** 2;
  }
  return { slope: slope / labels.length, curvature: curvature / labels.length };
}
