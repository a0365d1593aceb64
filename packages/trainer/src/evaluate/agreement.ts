/** How alike two forms of one network answer the same images. */
import { topClass } from "./scores.ts";

export interface Agreement {
  /** Fraction of images whose first class is the same. */
  readonly top1: number;
  /** Pearson's correlation of all scores. */
  readonly correlation: number;
}

/**
 * @param left @param right probabilities `[rows, classes]`
 * @throws {RangeError} when they are not of one shape
 */
export function agreement(left: Float32Array, right: Float32Array, classes: number): Agreement {
  const rows = left.length / classes;
  if (left.length !== right.length || rows < 1 || !Number.isInteger(rows)) {
    throw new RangeError(
      `Cannot compare answers: ${left.length} and ${right.length} scores of ${classes} classes; want the same number, at least one row`,
    );
  }
  let same = 0;
  for (let at = 0; at < left.length; at += classes) {
    const end = at + classes;
    if (topClass(left.subarray(at, end)) === topClass(right.subarray(at, end))) same += 1;
  }
  return { top1: same / rows, correlation: correlation(left, right) };
}

function correlation(left: Float32Array, right: Float32Array): number {
  const [leftMean, rightMean] = [mean(left), mean(right)];
  let [both, leftSquares, rightSquares] = [0, 0, 0];
  for (const [at, value] of left.entries()) {
    const [a, b] = [value - leftMean, right[at]! - rightMean];
    both += a * b;
    leftSquares += a * a;
    rightSquares += b * b;
  }
  return both / Math.sqrt(leftSquares * rightSquares);
}

function mean(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
