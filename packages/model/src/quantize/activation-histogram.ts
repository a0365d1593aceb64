/**
 * The values of one activation over the calibration images: a histogram that widens as larger values come,
 * and a mean per channel. Exact zeros are counted apart: after a ReLU they are about half of all values, and
 * int8 holds them without error.
 */

/** Bins on each side of zero. */
const BINS = 2048;

/** Values that are near each other, counted together. */
export interface Bin {
  /** The value in its middle. */
  readonly middle: number;
  /** How many values fell into it. */
  readonly count: number;
}

/** Counts of the values of one activation. */
export class ActivationHistogram {
  readonly #channelSums: Float64Array;
  /** From −limit to limit. */
  #bins = new Float64Array(2 * BINS);
  /** The distance from zero at which the bins end; a power of two after the first value that is not zero. */
  #limit = 0;
  #count = 0;
  #zeros = 0;
  #minimum = Number.POSITIVE_INFINITY;
  #maximum = Number.NEGATIVE_INFINITY;

  constructor(channels: number) {
    this.#channelSums = new Float64Array(channels);
  }

  /** How many values were added, zeros included. */
  get count(): number {
    return this.#count;
  }

  /** How many values were exactly zero. */
  get zeros(): number {
    return this.#zeros;
  }

  /** The smallest value, or zero, which every range must include. */
  get minimum(): number {
    return Math.min(0, this.#minimum);
  }

  /** The largest value, or zero. */
  get maximum(): number {
    return Math.max(0, this.#maximum);
  }

  /** The mean of each channel over all values. */
  get channelMeans(): Float64Array {
    const values = this.#count / this.#channelSums.length;
    return this.#channelSums.map((sum) => sum / values);
  }

  /**
   * @param values `[…, channels]`, row-major
   * @throws {RangeError} when a value is not finite
   */
  add(values: Float32Array): void {
    const { minimum, maximum } = extremes(values);
    this.#minimum = Math.min(this.#minimum, minimum);
    this.#maximum = Math.max(this.#maximum, maximum);
    this.#widen(Math.max(-minimum, maximum));
    const perUnit = BINS / this.#limit;
    // A calibration adds a thousand million values. Fields, iterators and branches on a value's sign would take most of it.
    const [bins, sums] = [this.#bins, this.#channelSums];
    let zeros = 0;
    let channel = 0;
    for (let index = 0; index < values.length; index += 1) {
      const value = values[index]!;
      // Towards zero, one lower below it: [−1, 0) is bin −1 and (0, 1) is bin 0.
      const bin = BINS + ((value * perUnit) | 0) - Number(value < 0);
      bins[bin < 0 ? 0 : bin < 2 * BINS ? bin : 2 * BINS - 1]! += 1;
      zeros += Number(value === 0);
      sums[channel]! += value;
      channel += 1;
      if (channel === sums.length) channel = 0;
    }
    bins[BINS]! -= zeros;
    this.#zeros += zeros;
    this.#count += values.length;
  }

  /** Bins that are not empty, in ascending order, without the exact zeros. */
  *bins(): Generator<Bin> {
    const width = this.#limit / BINS;
    for (const [index, count] of this.#bins.entries()) {
      if (count > 0) yield { middle: (index - BINS + 0.5) * width, count };
    }
  }

  #widen(magnitude: number): void {
    if (this.#limit === 0 && magnitude > 0) this.#limit = 2 ** Math.ceil(Math.log2(magnitude));
    while (magnitude > this.#limit) {
      this.#limit *= 2;
      this.#bins = mergedPairs(this.#bins);
    }
  }
}

/** @throws {RangeError} when a value is not finite */
function extremes(values: Float32Array): { readonly minimum: number; readonly maximum: number } {
  let [minimum, maximum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index]!;
    if (value >= minimum && value <= maximum) continue;
    if (!Number.isFinite(value)) {
      throw new RangeError(
        `Cannot calibrate: an activation is ${value}; the network has diverged; train it again with a smaller learning rate`,
      );
    }
    minimum = Math.min(minimum, value);
    maximum = Math.max(maximum, value);
  }
  return { minimum, maximum };
}

/** The same counts in bins twice as wide. */
function mergedPairs(bins: Float64Array): Float64Array<ArrayBuffer> {
  const merged = new Float64Array(2 * BINS);
  for (let bin = 0; bin < 2 * BINS; bin += 1) merged[(bin + BINS) >> 1]! += bins[bin]!;
  return merged;
}
