import { suite } from "uvu";
import * as assert from "uvu/assert";
import { seededRandom } from "@inception-edge/dataset";
import { resizeMethods, toInput } from "@inception-edge/image";
import { cast, placeholder } from "@inception-edge/tensorflow/ops";
import { withGraph } from "@inception-edge/testing/networks/with-graph";
import { resizeImages, toUnitRange } from "./resize.ts";

const resize = suite("resizeImages()");

const SIDE = 64;
const COUNT = 3;
const SHAPE = [COUNT, SIDE, SIDE, 3];

/** Noise, in which every mistake shows, and pure black and white, where sums reach their ends. */
function hardImages(): Uint8Array {
  const random = seededRandom(1);
  return Uint8Array.from({ length: COUNT * SIDE * SIDE * 3 }, (_, index) => {
    const value = random();
    return index < SIDE * SIDE * 3 ? 255 * Math.round(value) : 256 * value;
  });
}

for (const method of resizeMethods) {
  for (const size of [56, 33]) {
    resize(`resizeImages() equals toInput() bit for bit, ${method} to ${size}`, async () => {
      const pixels = hardImages();
      await withGraph(
        (graph) => {
          const x = placeholder(graph, "x", "float32", SHAPE);
          const y = resizeImages(cast(x, "uint8"), method, size);
          return { inputs: { x }, outputs: { whole: y, unit: toUnitRange(y) } };
        },
        async (run) => {
          const feed = {
            dtype: "float32",
            shape: SHAPE,
            values: Float32Array.from(pixels),
          } as const;
          const { whole, unit } = await run({ x: feed });
          const expected = Array.from({ length: COUNT }, (_, index) => {
            const rgb = pixels.subarray(index * SIDE ** 2 * 3, (index + 1) * SIDE ** 2 * 3);
            return [...toInput({ width: SIDE, height: SIDE, rgb }, method, size).rgb];
          }).flat();
          assert.equal(whole!.shape, [COUNT, size, size, 3]);
          same(whole!.values, expected);
          same(
            unit!.values,
            expected.map((value) => Math.fround(value / 255)),
          );
        },
      );
    });
  }
}

/** Names the first difference; uvu's own report of two long arrays would take minutes. */
function same(actual: ArrayLike<number>, expected: readonly number[]): void {
  assert.is(actual.length, expected.length);
  const mismatch = expected.findIndex((value, index) => value !== actual[index]);
  assert.is(mismatch, -1, `value ${mismatch} is ${actual[mismatch]}, wanted ${expected[mismatch]}`);
}

resize.run();
