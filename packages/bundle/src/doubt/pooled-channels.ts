/** The channels of a feature map as a few numbers: what the Gaussian of an out-of-distribution score describes. */

/** The most channels that are used: more do not tell more (bench/out-of-distribution.bench.ts), and the file grows by their square. */
export const MOST_CHANNELS = 240;

/**
 * Square roots of the means of evenly spaced channels: roots since the means of ReLUs are skewed.
 *
 * @param map `[height, width, channels]`, not negative
 * @param channels of the map
 * @param used how many of them
 */
export function pooledChannels(map: Float32Array, channels: number, used: number): Float32Array {
  const cells = map.length / channels;
  const pooled = new Float32Array(used);
  for (let index = 0; index < used; index += 1) {
    const channel = Math.floor((index * channels) / used);
    let sum = 0;
    for (let at = channel; at < map.length; at += channels) sum += map[at]!;
    pooled[index] = Math.sqrt(Math.max(0, sum / cells));
  }
  return pooled;
}
