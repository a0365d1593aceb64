import { suite } from "uvu";
import * as assert from "uvu/assert";
import { placeholder, RandomStreams } from "@inception-edge/tensorflow/ops";
import { withGraph } from "@inception-edge/testing/networks/with-graph";
import { changeLight, type Photometric } from "./photometric.ts";

const test = suite("changeLight()");

const BATCH = 64;
const SIZE = 2;
const SHAPE = [BATCH, SIZE, SIZE, 3];
const NONE: Photometric = { brightness: 0, contrast: 0, saturation: 0 };

/** The same four pixels in every image, `[row, column, channel]`. */
const PIXELS = [100, 60, 20, 200, 160, 120, 60, 60, 60, 40, 120, 80];

/** The images as they came out, one list of values each. */
async function changed(change: Partial<Photometric>): Promise<Float32Array[]> {
  let images: Float32Array[] = [];
  await withGraph(
    (graph) => {
      const x = placeholder(graph, "x", "float32", SHAPE);
      const step = placeholder(graph, "step", "int32");
      const y = changeLight(x, { ...NONE, ...change }, new RandomStreams(graph, 3, step));
      return { inputs: { x, step }, outputs: { y } };
    },
    async (run) => {
      const x = Float32Array.from(
        { length: BATCH * PIXELS.length },
        (_, index) => PIXELS[index % PIXELS.length]!,
      );
      const { y } = await run({
        x: { dtype: "float32", shape: SHAPE, values: x },
        step: { dtype: "int32", shape: [], values: Int32Array.of(0) },
      });
      images = Array.from({ length: BATCH }, (_, image) =>
        (y!.values as Float32Array).subarray(image * PIXELS.length, (image + 1) * PIXELS.length),
      );
    },
  );
  return images;
}

const mean = (values: Iterable<number>): number => {
  const all = [...values];
  return all.reduce((sum, value) => sum + value, 0) / all.length;
};

/** Asserts that factors differ from image to image, and fill the range around 1. */
function fillsRange(factors: readonly number[], most: number): void {
  assert.ok(factors.every((factor) => Math.abs(factor - 1) <= most + 1e-4));
  assert.ok(Math.min(...factors) < 1 - 0.8 * most && Math.max(...factors) > 1 + 0.8 * most);
}

test("changes nothing where nothing is asked for", async () => {
  for (const image of await changed({})) {
    for (const [index, value] of image.entries())
      assert.ok(Math.abs(value - PIXELS[index]!) < 1e-3);
  }
});

test("brightness shifts an image's values by one amount", async () => {
  const factors = (await changed({ brightness: 0.05 })).map((image) => {
    const shifts = [...image].map((value, index) => value - PIXELS[index]!);
    for (const shift of shifts) assert.ok(Math.abs(shift - shifts[0]!) < 1e-3);
    return 1 + shifts[0]! / 255;
  });
  fillsRange(factors, 0.05);
});

test("contrast spreads an image's values about their mean", async () => {
  const center = mean(PIXELS);
  const factors = (await changed({ contrast: 0.2 })).map((image) => {
    assert.ok(Math.abs(mean(image) - center) < 1e-3);
    return (image[3]! - center) / (PIXELS[3]! - center);
  });
  fillsRange(factors, 0.2);
});

const gray = (pixel: ArrayLike<number>): number =>
  0.299 * pixel[0]! + 0.587 * pixel[1]! + 0.114 * pixel[2]!;

test("saturation spreads a pixel's channels about its gray, which stays", async () => {
  const factors = (await changed({ saturation: 0.4 })).map((image) => {
    const pixel = image.subarray(0, 3);
    assert.ok(Math.abs(gray(pixel) - gray(PIXELS)) < 1e-3);
    for (const value of image.subarray(6, 9))
      assert.ok(Math.abs(value - 60) < 1e-3, "a gray pixel");
    return (pixel[0]! - gray(PIXELS)) / (PIXELS[0]! - gray(PIXELS));
  });
  fillsRange(factors, 0.4);
});

test("values stay within 0 and 255", async () => {
  const values = (await changed({ brightness: 1 })).flatMap((image) => [...image]);
  assert.is(Math.min(...values), 0);
  assert.is(Math.max(...values), 255);
});

test.run();
