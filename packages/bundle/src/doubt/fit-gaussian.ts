/** The Gaussian of a set of rows, with its covariance shrunk so that few rows do. */
import type { Gaussian } from "./gaussian.ts";

/** Added to the variances, which are scaled to 1 before: a direction in which the rows hardly differ decides nothing alone. */
const RIDGE = 0.1;

/** Below it a value does not vary. */
const LEAST_DEVIATION = 1e-6;

/** @param rows at least one, of the same length */
export function fitGaussian(rows: readonly Float32Array[]): Gaussian {
  const size = rows[0]!.length;
  const means = new Float64Array(size);
  for (const row of rows) for (const [index, value] of row.entries()) means[index]! += value;
  for (let index = 0; index < size; index += 1) means[index]! /= rows.length;
  const deviations = new Float64Array(size);
  for (const row of rows) {
    for (const [index, value] of row.entries()) deviations[index]! += (value - means[index]!) ** 2;
  }
  for (let index = 0; index < size; index += 1) {
    deviations[index] = Math.sqrt(deviations[index]! / rows.length) + LEAST_DEVIATION;
  }
  const lower = choleskyFactor(correlations(rows, means, deviations), size);
  return {
    size,
    means: Float32Array.from(means),
    whitening: inverseTriangle(lower, deviations),
  };
}

/** `[size, size]`, of which the lower triangle is set, with the ridge. */
function correlations(
  rows: readonly Float32Array[],
  means: Float64Array,
  deviations: Float64Array,
): Float64Array {
  const size = means.length;
  const matrix = new Float64Array(size * size);
  const scaled = new Float64Array(size);
  for (const row of rows) {
    for (let index = 0; index < size; index += 1) {
      scaled[index] = (row[index]! - means[index]!) / deviations[index]!;
    }
    for (let a = 0; a < size; a += 1) {
      const value = scaled[a]! / rows.length;
      for (let b = 0; b <= a; b += 1) matrix[a * size + b]! += value * scaled[b]!;
    }
  }
  for (let index = 0; index < size; index += 1) matrix[index * size + index]! += RIDGE;
  return matrix;
}

/** Lower triangle L of a positive definite matrix L·Lᵀ, `[size, size]`. */
function choleskyFactor(matrix: Float64Array, size: number): Float64Array {
  const lower = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      let sum = matrix[row * size + column]!;
      for (let k = 0; k < column; k += 1) {
        sum -= lower[row * size + k]! * lower[column * size + k]!;
      }
      lower[row * size + column] =
        row === column ? Math.sqrt(sum) : sum / lower[column * size + column]!;
    }
  }
  return lower;
}

/** L⁻¹ with each column divided by its deviation, packed row by row. */
function inverseTriangle(lower: Float64Array, deviations: Float64Array): Float32Array {
  const size = deviations.length;
  const inverse = new Float64Array(size * size);
  for (let column = 0; column < size; column += 1) {
    for (let row = column; row < size; row += 1) {
      let sum = row === column ? 1 : 0;
      for (let k = column; k < row; k += 1) {
        sum -= lower[row * size + k]! * inverse[k * size + column]!;
      }
      inverse[row * size + column] = sum / lower[row * size + row]!;
    }
  }
  const packed = new Float32Array((size * (size + 1)) / 2);
  let at = 0;
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column <= row; column += 1, at += 1) {
      packed[at] = inverse[row * size + column]! / deviations[column]!;
    }
  }
  return packed;
}
