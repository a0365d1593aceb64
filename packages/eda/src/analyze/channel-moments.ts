/** Computes mean and both kinds of standard deviation from integer sums, exact up to the final rounding. */
import type { ChannelMoments, Rgb } from "@inception-edge/dataset";

/** Sums over a split's images at one size, 64×64 or 56×56. */
export interface ViewSums {
  /** Pixels per side. */
  readonly size: number;
  /** Counts of samples over all images, `[3, 256]`. */
  readonly histogram: Float64Array;
  /** Sums and sums of squares per image, `[rows, 6]`. */
  readonly sums: Uint32Array;
  /** Rows of the split's images. */
  readonly rows: Iterable<number>;
}

/** Undefined without images. */
export function channelMoments({
  size,
  histogram,
  sums,
  rows,
}: ViewSums): ChannelMoments | undefined {
  const pixels = size * size;
  const stdSums = [0, 0, 0];
  let images = 0;
  for (const row of rows) {
    images += 1;
    for (let channel = 0; channel < 3; channel += 1) {
      const sum = sums[row * 6 + channel]!;
      const squares = sums[row * 6 + 3 + channel]!;
      stdSums[channel]! += Math.sqrt(Math.max(0, pixels * squares - sum * sum)) / pixels; // below 2^53
    }
  }
  if (images === 0) return undefined;
  const channels = [0, 1, 2].map((channel) =>
    histogram.subarray(channel * 256, channel * 256 + 256),
  );
  const sum = rgb((channel) => weighted(channels[channel]!, 1));
  const sumOfSquares = rgb((channel) => weighted(channels[channel]!, 2));
  const count = images * pixels;
  return {
    size,
    mean: rgb((channel) => sum[channel]! / count / 255),
    stdOverAllPixels: rgb(
      (channel) => exactStd(count, sum[channel]!, sumOfSquares[channel]!) / 255,
    ),
    meanOfImageStd: rgb((channel) => stdSums[channel]! / images / 255),
    min: rgb((channel) => channels[channel]!.findIndex((n) => n > 0)),
    max: rgb((channel) => channels[channel]!.findLastIndex((n) => n > 0)),
    sum,
    sumOfSquares,
  };
}

/** In BigInt, since doubles would round the difference of two products near 10^22. */
function exactStd(count: number, sum: number, sumOfSquares: number): number {
  const variance = BigInt(count) * BigInt(sumOfSquares) - BigInt(sum) ** 2n;
  return Math.sqrt(Number(variance)) / count;
}

function weighted(counts: Float64Array, power: 1 | 2): number {
  return counts.reduce((sum, count, value) => sum + count * value ** power, 0);
}

function rgb(valueOf: (channel: number) => number): Rgb {
  return [valueOf(0), valueOf(1), valueOf(2)];
}
