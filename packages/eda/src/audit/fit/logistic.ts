/** Multinomial logistic regression with an L2 penalty. */
import { minimize, type Slope } from "./minimize.ts";
import { softmax } from "./softmax.ts";

/** Rows of numbers with their classes. */
export interface LabeledRows {
  /** `[rows, length]` */
  readonly values: ArrayLike<number>;
  /** `[rows]`, class indices */
  readonly labels: ArrayLike<number>;
  readonly length: number;
  readonly classes: number;
}

const ITERATIONS = 60;

/**
 * Weights `[classes, length + 1]`, the bias last.
 *
 * @param penalty half of it times the squared weights, biases aside, is added to the mean cross-entropy
 */
export function fitLogistic(rows: LabeledRows, penalty: number): Float64Array {
  const start = new Float64Array(rows.classes * (rows.length + 1));
  return minimize((weights) => slopeAt(rows, weights, penalty), { start, iterations: ITERATIONS });
}

/** The probabilities of row `row`, `[classes]`. */
export function predictLogistic(
  weights: Float64Array,
  { values, length, classes }: Omit<LabeledRows, "labels">,
  row: number,
): Float64Array {
  const logits = new Float64Array(classes);
  for (let k = 0; k < classes; k += 1) {
    const base = k * (length + 1);
    let logit = weights[base + length]!;
    for (let at = 0; at < length; at += 1)
      logit += weights[base + at]! * values[row * length + at]!;
    logits[k] = logit;
  }
  return softmax(logits);
}

function slopeAt(rows: LabeledRows, weights: Float64Array, penalty: number): Slope {
  const { values, labels, length, classes } = rows;
  const gradient = new Float64Array(weights.length);
  const share = 1 / labels.length;
  let loss = 0;
  for (let row = 0; row < labels.length; row += 1) {
    const errors = predictLogistic(weights, rows, row);
    loss -= share * Math.log(Math.max(errors[labels[row]!]!, Number.MIN_VALUE));
    errors[labels[row]!]! -= 1;
    for (let k = 0; k < classes; k += 1) {
      const base = k * (length + 1);
      const error = share * errors[k]!;
      for (let at = 0; at < length; at += 1)
        gradient[base + at]! += error * values[row * length + at]!;
      gradient[base + length]! += error;
    }
  }
  for (let at = 0; at < weights.length; at += 1) {
    if (at % (length + 1) === length) continue;
    loss += (penalty / 2) * weights[at]! ** 2;
    gradient[at]! += penalty * weights[at]!;
  }
  return { loss, gradient };
}
