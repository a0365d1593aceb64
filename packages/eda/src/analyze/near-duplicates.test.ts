import { suite } from "uvu";
import * as assert from "uvu/assert";
import { seededRandom } from "@inception-edge/dataset";
import { canBeNear, confirmNear, mirror } from "./near-duplicates.ts";

const test = suite("confirmNear()");

const LENGTH = 64 * 64 * 3;
const random = seededRandom(1);
const noise = Uint8Array.from({ length: LENGTH }, () => random() * 200);
const pair = { a: 0, b: 1, mirrored: false };

/** The difference of two images, or nothing. */
function confirmed(a: Uint8Array, b: Uint8Array, candidates = [pair]) {
  return confirmNear(candidates, (row) => [a, b][row]);
}

/** A black line on white. */
function stick(column: number): Uint8Array {
  return Uint8Array.from({ length: LENGTH }, (_, index) =>
    Math.floor(index / 3) % 64 === column ? 0 : 255,
  );
}

test("confirmNear() accepts images that differ little, and reports how much", () => {
  const lighter = noise.map((value) => value + 7);
  assert.equal(confirmed(noise, lighter), [{ ...pair, difference: 7 }]);
  assert.equal(
    confirmed(
      noise,
      noise.map((value) => value + 13),
    ),
    [],
  );
});

test("confirmNear() rejects two objects on white, which differ little but are not alike", () => {
  assert.equal(confirmed(stick(20), stick(21)), []); // 8 of 255 apart
  assert.equal(confirmed(stick(20), stick(20)).length, 1);
});

test("confirmNear() rejects images of a single color", () => {
  const gray = new Uint8Array(LENGTH).fill(100);
  assert.equal(
    confirmed(
      gray,
      gray.map(() => 101),
    ),
    [],
  );
});

test("confirmNear() finds a mirrored image as such, and a symmetric pair once", () => {
  const mirrored = { ...pair, mirrored: true };
  assert.equal(confirmed(noise, mirror(noise), [mirrored]), [{ ...mirrored, difference: 0 }]);
  assert.equal(confirmed(noise, mirror(noise)), []);
  const other = mirror(noise);
  const symmetric = noise.map((value, index) => (value + other[index]!) >> 1);
  assert.equal(confirmed(symmetric, symmetric, [mirrored, pair]), [{ ...pair, difference: 0 }]);
});

test("confirmNear() skips a file that is gone", () => {
  assert.equal(
    confirmNear([pair], (row) => (row === 0 ? noise : undefined)),
    [],
  );
});

test("canBeNear() never rules out a pair that is near", () => {
  const storedSums = new Uint32Array(12);
  storedSums.set([0, 0, 0], 0);
  storedSums.set([12 * 4096, 12 * 4096, 12 * 4096], 6);
  assert.ok(canBeNear({ storedSums }, 4096)(0, 1));
  storedSums[6]! += 1;
  assert.not(canBeNear({ storedSums }, 4096)(0, 1));
});

test.run();
