import { suite } from "uvu";
import * as assert from "uvu/assert";
import { photograph, randomTake } from "../../test/burst.ts";
import { seededRandom } from "../random.ts";
import { findNearDuplicates } from "./find-near-duplicates.ts";
import { createSketches, sketchImage } from "./sketch.ts";

const test = suite("findNearDuplicates()");

const still = { dx: 0, dy: 0, gain: 1 };

/** "0-1" for each pair that is found, and "0|1" for one that is mirrored. */
function found(images: readonly Uint8Array[]): string[] {
  const sketches = createSketches(images.length);
  for (const [index, rgb] of images.entries()) sketchImage(sketches, index, rgb);
  const { pairs } = findNearDuplicates(sketches, [...images.keys()]);
  return pairs.map(({ a, b, mirrored }) => `${a}${mirrored ? "|" : "-"}${b}`);
}

/** `[64, 64, 3]` of a color for each pixel. */
function drawn(colorAt: (x: number, y: number) => readonly number[]): Uint8Array {
  const rgb = new Uint8Array(64 * 64 * 3);
  for (let pixel = 0; pixel < 64 * 64; pixel += 1) {
    rgb.set(colorAt(pixel % 64, Math.floor(pixel / 64)), pixel * 3);
  }
  return rgb;
}

test("finds photographs of one scene, and none of different scenes", () => {
  const random = seededRandom(1);
  const images = Array.from({ length: 60 }, (_, index) =>
    photograph(index >> 1, randomTake(random)),
  );
  const expected = Array.from({ length: 30 }, (_, scene) => `${2 * scene}-${2 * scene + 1}`);
  assert.equal(found(images), expected);
});

test("finds a lighter, a darker and a softer copy, of any size", () => {
  const scene = photograph(1, still);
  const half = new Uint8Array(48 * 48 * 3).map((_, at) => {
    const [x, y] = [Math.floor(at / 3) % 48, Math.floor(at / 3 / 48)];
    return scene[(y * 2 * 96 + x * 2) * 3 + (at % 3)]!;
  });
  assert.equal(found([scene, scene.map((value) => value * 0.6), half]), ["0-1", "0-2", "1-2"]);
});

test("finds a mirror image as such, and a symmetric pair once", () => {
  assert.equal(found([photograph(2, still), photograph(2, { ...still, mirrored: true })]), ["0|1"]);
  const symmetric = drawn((x, y) => [Math.abs(x - 31.5) * 8 * ((y >> 3) % 2), 90, 20 + y]);
  assert.equal(found([symmetric, symmetric]), ["0-1"]);
});

const onTable = (left: number, top: number): Uint8Array =>
  drawn((x, y) => {
    const light = 120 + x + y / 2;
    const isThing = x >= left && x < left + 14 && y >= top && y < top + 9;
    return [light, light, isThing ? light - 30 : light - 4].map(
      (value) => value - (isThing ? 18 : 0),
    );
  });

test("tells things on one table apart: the light on it is no likeness", () => {
  assert.equal(found([onTable(8, 10), onTable(30, 40), onTable(44, 6)]), []);
});

const stick = (column: number): Uint8Array =>
  drawn((x) => (x === column ? [0, 0, 0] : [255, 255, 255]));

const shirt = (color: readonly number[]): Uint8Array =>
  drawn((x, y) => (Math.hypot(x - 30, y - 34) < 20 ? color : [250, 250, 250]));

test("tells two thin things on white apart, and one thing in two colors", () => {
  assert.equal(found([stick(20), stick(34)]), []);
  assert.equal(found([shirt([200, 40, 40]), shirt([40, 80, 231])]), []);
});

test("is not misled by images of one color, with or without noise", () => {
  const random = seededRandom(4);
  const flat = drawn(() => [100, 100, 100]);
  const noisy = flat.map((value) => value + random() * 3);
  assert.equal(found([flat, flat, noisy, noisy]), []);
});

test("compares only the images that it is given", () => {
  const sketches = createSketches(3);
  for (const index of [0, 1, 2]) sketchImage(sketches, index, photograph(5, still));
  const { pairs, compared, bounded } = findNearDuplicates(sketches, [0, 2]);
  assert.equal(pairs, [{ a: 0, b: 2, mirrored: false, correlation: 1 }]);
  assert.equal([compared, bounded], [1, false]);
});

test.run();
