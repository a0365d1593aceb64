/** The statistics of several batches as those of all of their images. */

/**
 * @param batches of equal size, each float32 `[2·channels]`: means, then variances.
 * @returns the same of the whole: a channel's variance is the mean of the batches' and the variance of their means.
 */
export function poolStatistics(batches: readonly Float32Array[]): Float32Array {
  const channels = batches[0]!.length / 2;
  const average = (of: (batch: Float32Array) => number): number =>
    batches.reduce((sum, batch) => sum + of(batch), 0) / batches.length;
  const pooled = new Float32Array(2 * channels);
  for (let channel = 0; channel < channels; channel += 1) {
    const mean = average((batch) => batch[channel]!);
    const within = average((batch) => batch[channels + channel]!);
    const between = average((batch) => (batch[channel]! - mean) ** 2);
    pooled[channel] = mean;
    pooled[channels + channel] = within + between;
  }
  return pooled;
}
