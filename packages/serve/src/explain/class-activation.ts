/**
 * Which places of an image speak for a class (Zhou et al. 2016, §2). The network ends in average pool and dense, so
 * the class's logit is the mean over places of the feature map weighted by the class's row: the map is exact.
 */

/**
 * @param features `[height, width, channels]`
 * @param row of the dense kernel, `[channels]`
 * @returns `[height, width]` in [0, 1], 1 at the strongest place; what speaks against the class is 0
 */
export function classActivation(features: Float32Array, row: Float32Array): Float32Array {
  const channels = row.length;
  const map = new Float32Array(features.length / channels);
  for (let place = 0; place < map.length; place += 1) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel += 1) {
      sum += features[place * channels + channel]! * row[channel]!;
    }
    map[place] = Math.max(0, sum);
  }
  const largest = Math.max(...map);
  return largest > 0 ? map.map((value) => value / largest) : map;
}
