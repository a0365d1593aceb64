/**
 * Which regions of an image support a class (Zhou et al. 2016, §2). The network ends in average pool and dense, so the
 * class's logit is the mean over positions of the feature map weighted by the class's row: the map is exact.
 */

/**
 * @param features `[height, width, channels]`
 * @param weights the class's row of the dense kernel, `[channels]`
 * @returns `[height, width]` in [0, 1], 1 where the support is strongest; what counts against the class is 0
 */
export function classActivation(features: Float32Array, weights: Float32Array): Float32Array {
  const channels = weights.length;
  const map = new Float32Array(features.length / channels);
  for (let index = 0; index < map.length; index += 1) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel += 1) {
      sum += features[index * channels + channel]! * weights[channel]!;
    }
    map[index] = Math.max(0, sum);
  }
  const largest = Math.max(...map);
  return largest > 0 ? map.map((value) => value / largest) : map;
}
