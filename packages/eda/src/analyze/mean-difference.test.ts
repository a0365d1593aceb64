import { suite } from "uvu";
import * as assert from "uvu/assert";
import { meanDifference, mirror } from "./mean-difference.ts";

const test = suite("meanDifference()");

const slope = Uint8Array.from(
  { length: 4 * 4 * 3 },
  (_, index) => (Math.floor(index / 3) % 4) * 10,
);

test("is the mean over all samples", () => {
  const lighter = slope.map((value) => value + 7);
  assert.is(meanDifference(slope, slope), 0);
  assert.is(meanDifference(slope, lighter), 7);
  assert.is(meanDifference(lighter, slope), 7);
});

test("mirror() swaps left and right, and twice nothing", () => {
  const falling = slope.map((value) => 30 - value);
  assert.equal(mirror(slope), falling);
  assert.is(meanDifference(slope, falling), 20);
  const colors = slope.map((_, index) => index);
  assert.equal(mirror(mirror(colors)), colors);
});

test.run();
