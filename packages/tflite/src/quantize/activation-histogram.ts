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
  #positive = new Float64Array(BINS);
  #negative = new Float64Array(BINS);
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
    this.#widen(largestMagnitude(values));
    const perUnit = BINS / this.#limit;
    const channels = this.#channelSums.length;
    let channel = 0;
    for (const value of values) {
      if (value > 0) {
        const bin = (value * perUnit) | 0;
        this.#positive[bin < BINS ? bin : BINS - 1]! += 1;
        if (value > this.#maximum) this.#maximum = value;
      } else if (value < 0) {
        const bin = (-value * perUnit) | 0;
        this.#negative[bin < BINS ? bin : BINS - 1]! += 1;
        if (value < this.#minimum) this.#minimum = value;
      } else {
        this.#zeros += 1;
      }
      this.#channelSums[channel]! += value;
      channel = channel + 1 === channels ? 0 : channel + 1;
    }
    this.#count += values.length;
  }

  /** Bins that are not empty, in ascending order, without the exact zeros. */
  *bins(): Generator<Bin> {
    const width = this.#limit / BINS;
    for (let bin = BINS - 1; bin >= 0; bin -= 1) {
      const count = this.#negative[bin]!;
      if (count > 0) yield { middle: -(bin + 0.5) * width, count };
    }
    for (let bin = 0; bin < BINS; bin += 1) {
      const count = this.#positive[bin]!;
      if (count > 0) yield { middle: (bin + 0.5) * width, count };
    }
  }

  #widen(magnitude: number): void {
    if (this.#limit === 0 && magnitude > 0) this.#limit = 2 ** Math.ceil(Math.log2(magnitude));
    while (magnitude > this.#limit) {
      this.#limit *= 2;
      this.#positive = mergedPairs(this.#positive);
      this.#negative = mergedPairs(this.#negative);
    }
  }
}

function largestMagnitude(values: Float32Array): number {
  let largest = 0;
  for (const value of values) {
    const magnitude = Math.abs(value);
    if (magnitude > largest) largest = magnitude;
    if (!Number.isFinite(magnitude)) {
      throw new RangeError(
        `Cannot calibrate: an activation is ${magnitude}; the network has diverged; train it again with a smaller learning rate`,
      );
    }
  }
  return largest;
}

/** The same counts in bins twice as wide. */
function mergedPairs(bins: Float64Array): Float64Array<ArrayBuffer> {
  const merged = new Float64Array(BINS);
  for (let bin = 0; bin < BINS; bin += 1) merged[bin >> 1]! += bins[bin]!;
  return merged;
}
