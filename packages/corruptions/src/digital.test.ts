import { suite } from "uvu";
import * as assert from "uvu/assert";
import { STORED_BYTES } from "@inception-edge/image";
import { seededRandom } from "@inception-edge/testing/demo";
import { SIZE } from "./corruption.ts";
import { contrast, loadJpegCompression, pixelate } from "./digital.ts";
import { elastic } from "./elastic.ts";

const digital = suite("digital");

const random = seededRandom(1);

/** An image by its pixels' columns and rows. */
function drawn(paint: (x: number, y: number) => readonly number[]): Uint8Array {
  return new Uint8Array(STORED_BYTES).map((_, index) => {
    const pixel = Math.floor(index / 3);
    return paint(pixel % SIZE, Math.floor(pixel / SIZE))[index % 3]!;
  });
}

digital("contrast leaves a share of the distance to each channel's own mean", () => {
  const halves = drawn((x) => (x < SIZE / 2 ? [0, 100, 10] : [200, 200, 10]));
  const flat = contrast(halves, 1, random); // 0.4
  assert.equal([...flat.subarray(0, 3)], [60, 130, 10]);
  assert.equal([...flat.subarray(-3)], [140, 170, 10]);
  const flatter = contrast(halves, 5, random); // 0.05
  assert.equal([...flatter.subarray(0, 3)], [95, 148, 10]); // 147.5 rounds to even
});

digital("pixelate at severity 5 shows each square of four pixels by its mean", () => {
  const rgb = drawn((x, y) => [x * 4, y * 4, ((x % 2) + 2 * (y % 2)) * 40]);
  const expected = drawn((x, y) => [(x & ~1) * 4 + 2, (y & ~1) * 4 + 2, 60]);
  assert.equal(pixelate(rgb, 5, random), expected);
});

digital("pixelate at severity 3 keeps means, and has 44 pixels per side", () => {
  const stripes = drawn((x) => [(x % 7) * 30, 0, 0]);
  const row = [...pixelate(stripes, 3, random).subarray(0, SIZE * 3)].filter(
    (_, index) => index % 3 === 0,
  );
  const changes = row.filter((value, index) => index > 0 && value !== row[index - 1]).length;
  assert.ok(changes < 44, `${changes}`);
  assert.is(row[0], Math.round((0 + 30 * (64 / 44 - 1)) / (64 / 44))); // pixel 0 and 5/11 of pixel 1
});

digital("jpeg preserves smooth images, and changes others", async () => {
  const jpeg = await loadJpegCompression();
  const smooth = drawn((x, y) => [2 * x + 60, 2 * y + 60, 128]);
  const checks = drawn((x, y) => ((x + y) % 3 === 0 ? [255, 0, 0] : [0, 80, 255]));
  const error = (rgb: Uint8Array): number =>
    jpeg(rgb, 3, random).reduce((sum, value, index) => sum + Math.abs(value - rgb[index]!), 0) /
    rgb.length;
  assert.ok(error(smooth) < 6, `${error(smooth)}`);
  assert.ok(error(checks) > 10, `${error(checks)}`);
});

digital("elastic moves pixels and adds no colors to a flat image", () => {
  const flat = drawn(() => [10, 20, 30]);
  assert.equal(elastic(flat, 5, seededRandom(2)), flat);
  const ramp = drawn((x) => [4 * x, 0, 0]);
  const moved = elastic(ramp, 1, seededRandom(2));
  // Shear and ripple of severity 1 stay below 3 · 2 + 4 · 0.15 pixels of 4 levels.
  const furthest = moved.reduce(
    (most, value, index) => Math.max(most, Math.abs(value - ramp[index]!)),
    0,
  );
  assert.ok(furthest > 0 && furthest < 4 * 8, `${furthest}`);
});

digital.run();
