import { suite } from "uvu";
import * as assert from "uvu/assert";
import { lumaOf } from "./luma.ts";
import { tonesOf, type Tones } from "./tones.ts";

const test = suite("tonesOf()");

function tonesOfPixels(pixels: readonly (readonly [number, number, number])[]): Tones {
  const rgb = Uint8Array.from(pixels.flat());
  return tonesOf(rgb, lumaOf(rgb).plane);
}

test("gives percentiles by nearest rank", () => {
  const slope = Array.from({ length: 200 }, (_, value) => [value, value, value] as const);
  assert.equal(tonesOfPixels(slope), { highest: 197, lowest: 9, range: 196 });
  assert.equal(tonesOfPixels([[7, 7, 7]]), { highest: 7, lowest: 7, range: 0 });
});

const tonesOfPixel = (pixel: readonly [number, number, number]): Tones => tonesOfPixels([pixel]);

test("does not take deep blue for dark, nor bright yellow for white", () => {
  assert.is(tonesOfPixel([0, 0, 255]).highest, 255);
  assert.is(tonesOfPixel([255, 255, 0]).lowest, 0);
});

test.run();
