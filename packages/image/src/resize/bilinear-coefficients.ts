/**
 * The weights of Pillow's antialiased BILINEAR resize along one axis, in its own fixed-point arithmetic
 * (`precompute_coeffs` and `normalize_coeffs_8bpc` in src/libImaging/Resample.c).
 * They are public because the trainer builds the same resize inside its TensorFlow graph.
 */

/** Bits after the binary point of a weight: Pillow's `PRECISION_BITS`, 32 - 8 - 2. */
export const TAP_BITS = 22;

/**
 * Along one axis, output sample `i` of an 8-bit input is, in integers,
 *
 * ```text
 * sum = 0 ≤ k < count: weights[i * count + k] * input[starts[i] + k]
 * output[i] = min(255, (sum + 2^21) >> 22)
 * ```
 *
 * An image is resized along x first, rounded to 8 bits by this formula, and then along y. An axis that
 * keeps its size is left out. The sum is at most 255 * 2^22 (plus rounding) and fits an int32.
 */
export interface ResizeTaps {
  /** Taps of every output sample. Those beyond its own have a weight of 0. */
  readonly count: number;
  /** `[outSize]`: the first input sample of each; `starts[i] + count <= inSize`. */
  readonly starts: Int32Array;
  /** `[outSize, count]`: 0..2^22, summing to 2^22 within rounding. */
  readonly weights: Int32Array;
}

/** A part of an axis, in samples and parts of them. */
export interface Span {
  readonly start: number;
  readonly length: number;
}

/**
 * @param inSize pixels, at least 1 @param outSize pixels, at least 1
 * @param span what becomes the output, as Pillow's `box`; the whole axis by default
 */
export function bilinearCoefficients(
  inSize: number,
  outSize: number,
  { start: origin, length }: Span = { start: 0, length: inSize },
): ResizeTaps {
  const scale = length / outSize;
  // The triangle is as wide as an output pixel when shrinking: that is the antialiasing.
  const support = Math.max(scale, 1);
  const firsts = new Int32Array(outSize);
  const ends = new Int32Array(outSize);
  let count = 0;
  for (let index = 0; index < outSize; index += 1) {
    const center = origin + (index + 0.5) * scale;
    const first = Math.max(0, Math.trunc(center - support + 0.5));
    const end = Math.min(inSize, Math.trunc(center + support + 0.5));
    firsts[index] = first;
    ends[index] = end;
    count = Math.max(count, end - first);
  }
  const starts = new Int32Array(outSize);
  const weights = new Int32Array(outSize * count);
  for (let index = 0; index < outSize; index += 1) {
    const first = firsts[index]!;
    const end = ends[index]!;
    const center = origin + (index + 0.5) * scale;
    let sum = 0;
    for (let sample = first; sample < end; sample += 1) sum += triangle(sample, center, support);
    // At the far edge the padding of zeros goes in front, so that every tap lies inside the image.
    const start = Math.min(first, inSize - count);
    starts[index] = start;
    for (let sample = first; sample < end; sample += 1) {
      const share = triangle(sample, center, support) / sum;
      weights[index * count + sample - start] = Math.trunc(0.5 + share * 2 ** TAP_BITS);
    }
  }
  return { count, starts, weights };
}

/** The order of the operations is Pillow's, since each of them rounds. */
function triangle(sample: number, center: number, support: number): number {
  return Math.max(0, 1 - Math.abs((sample - center + 0.5) * (1 / support)));
}
