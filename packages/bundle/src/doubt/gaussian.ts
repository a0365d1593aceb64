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
  let at = 0;
  for (let row = 0; row < size; row += 1) {
    let sum = 0;
    for (let column = 0; column <= row; column += 1, at += 1) {
      sum += whitening[at]! * centered[column]!;
    }
    squares += sum * sum;
  }
  return squares;
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
  const values = new Float32Array(bytes.slice().buffer); // Copied: a view into a file may not be aligned.
  return { size, means: values.subarray(0, size), whitening: values.subarray(size) };
}
