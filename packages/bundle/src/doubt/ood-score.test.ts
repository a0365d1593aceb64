import { suite } from "uvu";
import * as assert from "uvu/assert";
import { BundleError } from "../bundle-error.ts";
import { auroc } from "./auroc.ts";
import { fitGaussian } from "./fit-gaussian.ts";
import { fitOodScale, keptOf } from "./fit-ood.ts";
import { decodeGaussian, encodeGaussian, squaredDistance } from "./gaussian.ts";
import { measuresOf, oodMeasures, oodScore } from "./ood-score.ts";
import { pooledChannels } from "./pooled-channels.ts";
import { drawStrangeImages, strangeKinds } from "./strange-images.ts";

const ood = suite("out of distribution");

/** Two values that vary together, the second twice as far. */
const rows = Array.from({ length: 400 }, (_, index) => {
  const [along, across] = [Math.sin(index * 1.7), Math.cos(index * 0.9)];
  return Float32Array.of(5 + along + 0.2 * across, 1 + 2 * along - 0.4 * across);
});
const gaussian = fitGaussian(rows);

ood("measures the distance in standard deviations, along and across", () => {
  assert.ok(squaredDistance(gaussian, [5, 1]) < 0.01);
  const along = squaredDistance(gaussian, [6, 3]);
  const across = squaredDistance(gaussian, [6, -1]);
  // Both are √2 deviations off; only one is so the way the rows are. Closed form: the ridge adds 0.1 to each variance.
  assert.ok(along < 3 && across > 5 * along, `${along} and ${across}`);
  const [a, b] = [moments(0), moments(1)];
  const correlation =
    rows.reduce((sum, row) => sum + (row[0]! - a.mean) * (row[1]! - b.mean), 0) /
    (rows.length * a.deviation * b.deviation);
  const [u, v] = [(6 - a.mean) / a.deviation, (-1 - b.mean) / b.deviation];
  const wanted = (1.1 * (u * u + v * v) - 2 * correlation * u * v) / (1.1 ** 2 - correlation ** 2);
  assert.ok(Math.abs(across / wanted - 1) < 1e-4, `${across} instead of ${wanted}`);
});

ood("sums each row in the order of its columns, whatever the size", () => {
  for (let size = 1; size <= 11; size += 1) {
    const value = (index: number): number => Math.fround(Math.sin(7 * index + size));
    const means = Float32Array.from({ length: size }, (_, index) => value(index));
    const triangle = { length: (size * (size + 1)) / 2 };
    const whitening = Float32Array.from(triangle, (_, index) => value(index + 99));
    const values = Float32Array.from(means, (_, index) => value(index + 999));
    let [wanted, at] = [0, 0];
    for (let row = 0; row < size; row += 1) {
      let sum = 0;
      for (let column = 0; column <= row; column += 1, at += 1) {
        sum += whitening[at]! * (values[column]! - means[column]!);
      }
      wanted += sum * sum;
    }
    assert.is(squaredDistance({ size, means, whitening }, values), wanted, `of ${size}`);
  }
});

ood("needs no more rows than there are values, nor values that vary", () => {
  const few = fitGaussian([Float32Array.of(1, 2, 3, 4), Float32Array.of(1, 3, 5, 4)]);
  assert.ok(few.whitening.every(Number.isFinite));
  assert.ok(squaredDistance(few, [1, 9, 3, 4]) > squaredDistance(few, [1, 2.5, 4, 4]));
});

ood("travels as a file of the size that the manifest tells", () => {
  const { path, role, bytes } = encodeGaussian(gaussian);
  assert.equal([path, role, bytes.length], ["ood.bin", "ood-gaussian", 20]);
  assert.equal(decodeGaussian(bytes, 2), gaussian);
  const within = Buffer.concat([new Uint8Array(3), bytes, new Uint8Array(5)]).subarray(3, 23);
  assert.equal(decodeGaussian(within, 2), gaussian, "from the middle of a buffer");
  assert.throws(
    () => decodeGaussian(bytes, 3),
    (error: Error) =>
      error instanceof BundleError && /20 bytes, wanted 36 for 3/.test(error.message),
  );
});

ood("pools evenly spaced channels", () => {
  const map = Float32Array.of(1, 9, 4, 9, 1, 9, 14, 9); // two cells of four channels
  assert.equal(pooledChannels(map, 4, 2), Float32Array.of(1, 3));
});

ood("pools what an int8 file stores as it would the real numbers", () => {
  const [scale, zeroPoint] = [0.0234, -128];
  const values = Int8Array.from({ length: 49 * 30 }, (_, index) => ((index * 71) % 256) - 128);
  const numbers = Float32Array.from(values, (value) => (value - zeroPoint) * scale);
  assert.equal(
    pooledChannels({ values, scale, zeroPoint }, 30, 12),
    pooledChannels(numbers, 30, 12),
  );
});

ood("marks one held-out image in a hundred, and strange ones", () => {
  const scores = Float32Array.of(0.9, 0.05, 0.05);
  const measures = rows.map((row) => measuresOf(row, scores, gaussian));
  assert.equal([18, 19, 98, 1000].map(keptOf), [undefined, 0.95, 98 / 99, 0.99]);
  const scale = fitOodScale(measures, keptOf(rows.length)!);
  const all = measures.map((each) => oodScore(each, scale));
  assert.is(all.filter((score) => score > scale.threshold).length, 3); // 397th of 400
  assert.ok(Math.abs(all.reduce((sum, score) => sum + score, 0)) < 1e-6, "0 is usual");
  const far = oodMeasures(Float32Array.of(400, 0), scores, { channels: 2, gaussian });
  assert.ok(oodScore(far, scale) > scale.threshold);
  const unsure = measuresOf(rows[0]!, Float32Array.of(1 / 3, 1 / 3, 1 / 3), gaussian);
  const spread = { ...scale, entropy: { mean: 0.4, deviation: 0.2 } };
  assert.ok(oodScore(unsure, spread) > oodScore(measures[0]!, spread));
});

ood("counts how often a strange image scores higher", () => {
  assert.is(auroc([1, 2, 3], [4, 5]), 1);
  assert.is(auroc([1, 2, 3], [0]), 0);
  assert.is(auroc([1, 2, 3, 4], [2.5, 2.5]), 0.5);
  assert.is(auroc([1, 1], [1, 1, 2]), 2 / 3);
});

ood("draws the same images each time, of every kind", () => {
  for (const kind of strangeKinds) {
    const [some, same] = [drawStrangeImages(kind, 12), drawStrangeImages(kind, 12)];
    assert.equal(some, same);
    const looks = new Set(some.map(({ rgb }) => rgb.join()));
    assert.ok(looks.size > 8, `${looks.size} different of ${kind}`);
    for (const { width, height, rgb } of some) assert.is(rgb.length, width * height * 3);
  }
});

function moments(column: number): { readonly mean: number; readonly deviation: number } {
  const mean = rows.reduce((sum, row) => sum + row[column]!, 0) / rows.length;
  const variance = rows.reduce((sum, row) => sum + (row[column]! - mean) ** 2, 0) / rows.length;
  return { mean, deviation: Math.sqrt(variance) };
}

ood.run();
