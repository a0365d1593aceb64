import { suite } from "uvu";
import * as assert from "uvu/assert";
import { resizeBilinear, type RgbImage } from "@inception-edge/image";
import { noise } from "@inception-edge/testing/images/noise";
import { focusOf } from "./focus.ts";

const test = suite("focusOf()");

/** Noise that is enlarged: the finer its grain is, the sharper it looks. */
function grain(pixels: number, size: number): RgbImage {
  return resizeBilinear(noise(size / pixels, size / pixels), size, size);
}

test("falls with blur", () => {
  const values = [1, 2, 4, 8].map((pixels) => focusOf({ image: grain(pixels, 128) }));
  assert.equal(
    values,
    values.toSorted((a, b) => b - a),
  );
  assert.ok(values[0]! > 8 * values[3]!, String(values));
});

test("does not depend on contrast", () => {
  const image = grain(2, 128);
  const pale = { ...image, rgb: image.rgb.map((value) => 100 + value / 4) };
  assert.ok(Math.abs(focusOf({ image: pale }) / focusOf({ image }) - 1) < 0.02);
});

test("is measured on at most 256 pixels of the shorter side", () => {
  const image = grain(2, 256);
  const large = resizeBilinear(image, 1024, 1024);
  assert.ok(Math.abs(focusOf({ image: large }) / focusOf({ image }) - 1) < 0.35);
  const wide = focusOf({ image: resizeBilinear(image, 2000, 300) });
  assert.ok(wide > 0 && wide < 1, String(wide));
});

test("is not a number where there is nothing to see", () => {
  const plain = { width: 8, height: 8, rgb: new Uint8Array(8 * 8 * 3).fill(90) };
  assert.ok(Number.isNaN(focusOf({ image: plain })));
  assert.ok(Number.isNaN(focusOf({ image: noise(2, 9) })));
});

test.run();
