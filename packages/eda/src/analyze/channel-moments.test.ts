import { suite } from "uvu";
import * as assert from "uvu/assert";
import { seededRandom } from "@inception-edge/dataset";
import { addSamples, HISTOGRAM_LENGTH } from "../measure/channel-samples.ts";
import { channelMoments } from "./channel-moments.ts";

const test = suite("channelMoments()");

const SIZE = 8;
const PIXELS = SIZE * SIZE;

test("channelMoments() equals the textbook formulas, for images of different brightness", () => {
  const random = seededRandom(1);
  const images = [0.2, 0.9, 0.5].map((light) =>
    Uint8Array.from({ length: PIXELS * 3 }, () => Math.floor(random() * 256 * light)),
  );
  const counts = new Uint32Array(HISTOGRAM_LENGTH);
  const sums = new Uint32Array(images.length * 6);
  for (const [row, rgb] of images.entries()) addSamples(rgb, { histogram: counts, sums, row });
  const histogram = Float64Array.from(counts);
  const moments = channelMoments({ size: SIZE, histogram, sums, rows: sums.slice(0, 3).keys() })!;
  for (const channel of [0, 1, 2]) {
    const samplesOf = (rgb: Uint8Array): number[] =>
      [...rgb].filter((_, index) => index % 3 === channel);
    const all = images.flatMap(samplesOf);
    near(moments.mean[channel]!, mean(all) / 255);
    near(moments.stdOverAllPixels[channel]!, std(all) / 255);
    near(moments.meanOfImageStd[channel]!, mean(images.map((rgb) => std(samplesOf(rgb)))) / 255);
    assert.is(moments.min[channel], Math.min(...all));
    assert.is(moments.max[channel], Math.max(...all));
    assert.is(
      moments.sum[channel],
      all.reduce((a, b) => a + b),
    );
  }
  // The two are not the same number: differences between images are in the first alone.
  assert.ok(moments.stdOverAllPixels[0] > 1.1 * moments.meanOfImageStd[0]);
});

test("channelMoments() of white images has no deviation, not even by rounding", () => {
  const histogram = new Float64Array(HISTOGRAM_LENGTH);
  for (const channel of [0, 1, 2]) histogram[channel * 256 + 255] = PIXELS * 1e7; // ten million images
  const row = [255 * PIXELS, 255 ** 2 * PIXELS];
  const sums = Uint32Array.of(row[0]!, row[0]!, row[0]!, row[1]!, row[1]!, row[1]!);
  const rows = {
    length: 1e7,
    *[Symbol.iterator]() {
      for (let n = 0; n < 1e7; n += 1) yield 0;
    },
  };
  const moments = channelMoments({ size: SIZE, histogram, sums, rows })!;
  assert.equal(
    [moments.mean, moments.stdOverAllPixels],
    [
      [1, 1, 1],
      [0, 0, 0],
    ],
  );
});

test("channelMoments() of nothing is undefined", () => {
  const histogram = new Float64Array(HISTOGRAM_LENGTH);
  assert.is(
    channelMoments({ size: SIZE, histogram, sums: new Uint32Array(0), rows: [] }),
    undefined,
  );
});

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function std(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
}

function near(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) < 1e-12, `${actual} is not ${expected}`);
}

test.run();
