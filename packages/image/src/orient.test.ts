import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Orientation } from "./header/image-header.ts";
import { orient } from "./orient.ts";

const orientation = suite("orient()");

/** `ImageOps.exif_transpose` of Pillow 12.3.0, for stored rows 0 1 2 / 3 4 5: width, then the pixels. */
const PILLOW: Readonly<Record<Orientation, { width: number; pixels: readonly number[] }>> = {
  1: { width: 3, pixels: [0, 1, 2, 3, 4, 5] },
  2: { width: 3, pixels: [2, 1, 0, 5, 4, 3] },
  3: { width: 3, pixels: [5, 4, 3, 2, 1, 0] },
  4: { width: 3, pixels: [3, 4, 5, 0, 1, 2] },
  5: { width: 2, pixels: [0, 3, 1, 4, 2, 5] },
  6: { width: 2, pixels: [3, 0, 4, 1, 5, 2] },
  7: { width: 2, pixels: [5, 2, 4, 1, 3, 0] },
  8: { width: 2, pixels: [2, 5, 1, 4, 0, 3] },
};

const stored = { width: 3, height: 2, rgb: grey([0, 1, 2, 3, 4, 5]) };

for (const [value, { width, pixels }] of Object.entries(PILLOW)) {
  orientation(`orient() turns orientation ${value} as Pillow does`, () => {
    const upright = orient(stored, Number(value) as Orientation);
    assert.equal(upright, { width, height: 6 / width, rgb: grey(pixels) });
  });
}

orientation("orient() returns the same object when it is upright", () => {
  assert.is(orient(stored, 1), stored);
});

orientation("orient() turns the box with the image", () => {
  const box = { left: 0, top: 0, width: 2.5, height: 1.75 };
  const boxOf = (value: Orientation): unknown => orient({ ...stored, box }, value).box;
  assert.equal(boxOf(1), box);
  assert.equal(boxOf(2), { ...box, left: 0.5 });
  assert.equal(boxOf(3), { ...box, left: 0.5, top: 0.25 });
  assert.equal(boxOf(6), { left: 0.25, top: 0, width: 1.75, height: 2.5 });
  assert.equal(boxOf(8), { left: 0, top: 0.5, width: 1.75, height: 2.5 });
});

/** Three different channels, so that swapped ones show. */
function grey(pixels: readonly number[]): Uint8Array {
  return Uint8Array.from(pixels.flatMap((pixel) => [pixel, pixel + 100, pixel + 200]));
}

orientation.run();
