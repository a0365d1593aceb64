/** Combines the statistics of several batches into those of all their images. */

/**
 * @param batches statistics of equally large batches, each float32 `[2·channels]`: means, then variances
 * @returns the statistics of all images: a channel's variance is the mean of the variances plus the variance of the means
 */
export function poolStatistics(batches: readonly Float32Array[]): Float32Array {
  const channels = batches[0]!.length / 2;
  const average = (value: (batch: Float32Array) => number): number =>
    batches.reduce((sum, batch) => sum + value(batch), 0) / batches.length;
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
