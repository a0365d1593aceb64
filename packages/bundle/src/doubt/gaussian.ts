/**
 * One Gaussian of what an early feature map holds of training images, as a file: role `ood-gaussian`, float32,
 * little-endian: the means `[channels]`, then the lower triangle, row by row, of the matrix that makes the covariance 1.
 * The squared Mahalanobis distance of an image is the squared length of that matrix times its difference from the means.
 */
import { BundleError } from "../bundle-error.ts";
import type { BundleContent } from "../encode-bundle.ts";

/** Means and whitening of `size` values. */
export interface Gaussian {
  readonly size: number;
  /** `[size]` */
  readonly means: Float32Array;
  /** Lower triangle of the whitening matrix, row by row, `[size · (size + 1) / 2]`. */
  readonly whitening: Float32Array;
}

/** Squared Mahalanobis distance of `values`, `[size]`, from the means. */
export function squaredDistance(
  { size, means, whitening }: Gaussian,
  values: ArrayLike<number>,
): number {
  const centered = new Float64Array(size);
  for (let index = 0; index < size; index += 1) centered[index] = values[index]! - means[index]!;
  let squares = 0;
  let row = 0;
  // Four rows at once take half the time: a sum waits for its last addition, not for those of other rows.
  for (; row + 4 <= size; row += 4) {
    const [a, b, c, d] = [startOf(row), startOf(row + 1), startOf(row + 2), startOf(row + 3)];
    let [sumA, sumB, sumC, sumD] = [0, 0, 0, 0];
    for (let column = 0; column < row; column += 1) {
      const value = centered[column]!;
      sumA += whitening[a + column]! * value;
      sumB += whitening[b + column]! * value;
      sumC += whitening[c + column]! * value;
      sumD += whitening[d + column]! * value;
    }
    squares += squareOf(sumA, row, row);
    squares += squareOf(sumB, row + 1, row);
    squares += squareOf(sumC, row + 2, row);
    squares += squareOf(sumD, row + 3, row);
  }
  for (; row < size; row += 1) squares += squareOf(0, row, 0);
  return squares;

  /** The square of a row's sum, which columns before `start` are in already. */
  function squareOf(sum: number, whose: number, start: number): number {
    let whole = sum;
    for (let column = start; column <= whose; column += 1) {
      whole += whitening[startOf(whose) + column]! * centered[column]!;
    }
    return whole * whole;
  }
}

/** Where a row of the triangle begins. */
function startOf(row: number): number {
  return (row * (row + 1)) / 2;
}

/** The file. */
export function encodeGaussian({ means, whitening }: Gaussian): BundleContent {
  const values = new Float32Array(means.length + whitening.length);
  values.set(means);
  values.set(whitening, means.length);
  return { path: "ood.bin", role: "ood-gaussian", bytes: new Uint8Array(values.buffer) };
}

/**
 * @param size number of channels that the manifest names
 * @throws {BundleError} if the file is not of that size
 */
export function decodeGaussian(bytes: Uint8Array, size: number): Gaussian {
  const wanted = (size + (size * (size + 1)) / 2) * 4;
  if (bytes.length !== wanted) {
    throw new BundleError([
      `ood.bin has ${bytes.length} bytes, wanted ${wanted} for ${size} channels`,
    ]);
  }
  const values = new Float32Array(new Uint8Array(bytes).buffer); // Copied: a view into a file may not be aligned.
  return { size, means: values.subarray(0, size), whitening: values.subarray(size) };
}
