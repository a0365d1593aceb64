/** Compares the outputs of two forms of one network on the same images. */
import { mean } from "./mean.ts";
import { topClass } from "./scores.ts";

/** How closely two forms agree. */
export interface Agreement {
  /** Fraction of images with the same top class. */
  readonly top1: number;
  /** Pearson correlation of all probabilities. */
  readonly correlation: number;
}

/**
 * @param left probabilities `[rows, classes]`
 * @param right probabilities of the same shape
 * @throws {RangeError} when the shapes differ
 */
export function agreement(left: Float32Array, right: Float32Array, classes: number): Agreement {
  const rows = left.length / classes;
  if (left.length !== right.length || rows < 1 || !Number.isInteger(rows)) {
    throw new RangeError(
      `Cannot compare outputs: ${left.length} and ${right.length} probabilities of ${classes} classes; want the same number, at least one row`,
    );
  }
  let same = 0;
  for (let start = 0; start < left.length; start += classes) {
    const end = start + classes;
    if (topClass(left.subarray(start, end)) === topClass(right.subarray(start, end))) same += 1;
  }
  return { top1: same / rows, correlation: correlation(left, right) };
}

function correlation(left: Float32Array, right: Float32Array): number {
  const [leftMean, rightMean] = [mean(left), mean(right)];
  let [both, leftSquares, rightSquares] = [0, 0, 0];
  for (const [index, value] of left.entries()) {
    const [a, b] = [value - leftMean, right[index]! - rightMean];
    both += a * b;
    leftSquares += a * a;
    rightSquares += b * b;
  }
  return both / Math.sqrt(leftSquares * rightSquares);
}
