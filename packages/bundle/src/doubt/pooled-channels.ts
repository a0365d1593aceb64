/** The channels of a feature map as a few numbers: what the Gaussian of an out-of-distribution score describes. */

/** The most channels that are used: more do not tell more (bench/out-of-distribution.bench.ts), and the file grows by their square. */
export const MOST_CHANNELS = 240;

/** A feature map as an int8 file stores it: a value stands for `(value - zeroPoint) * scale`. */
export interface StoredMap {
  readonly values: Int8Array | Float32Array;
  readonly scale: number;
  readonly zeroPoint: number;
}

/**
 * Square roots of the means of evenly spaced channels: roots since the means of ReLUs are skewed.
 *
 * @param map `[height, width, channels]`, not negative
 * @param channels of the map
 * @param used how many of them
 */
export function pooledChannels(
  map: Float32Array | StoredMap,
  channels: number,
  used: number,
): Float32Array {
  const { values, scale, zeroPoint } =
    map instanceof Float32Array ? { values: map, scale: 1, zeroPoint: 0 } : map;
  const cells = values.length / channels;
  const pooled = new Float32Array(used);
  for (let index = 0; index < used; index += 1) {
    let sum = 0;
    const channel = Math.floor((index * channels) / used);
    for (let at = channel; at < values.length; at += channels) {
      sum += Math.fround((values[at]! - zeroPoint) * scale); // float32, as the whole map would be
    }
    pooled[index] = Math.sqrt(Math.max(0, sum / cells));
  }
  return pooled;
}
