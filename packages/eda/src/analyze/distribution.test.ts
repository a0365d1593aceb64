import { suite } from "uvu";
import * as assert from "uvu/assert";
import { distribution, edgeOf } from "./distribution.ts";

const test = suite("distribution()");

const factors = Float64Array.from({ length: 49 }, (_, power) => 2 ** (power / 4)); // 1 to 4096

test("counts in bins of equal width, with the edges that edgeOf() gives", () => {
  const found = distribution(Float64Array.of(0, 1, 2, 3, 48));
  assert.equal(found.bins.slice(0, 5), [1, 1, 1, 1, 0]);
  assert.is(found.bins.at(-1), 1);
  assert.equal([found.low, found.median, found.high], [0, 2, 48]);
  assert.is(edgeOf(found, 5), 5);
  assert.is(found.isLogarithmic, undefined);
});

test("counts in bins of equal factors", () => {
  const found = distribution(factors, { isLogarithmic: true });
  assert.ok(found.bins.every((count) => count >= 0 && count <= 2));
  assert.is(
    found.bins.reduce((sum, count) => sum + count),
    49,
  );
  assert.ok(Math.abs(edgeOf(found, 4) - 2) < 1e-9);
  assert.ok(Math.abs(edgeOf(found, 48) - 4096) < 1e-9);
});

test("is all zero without values, and one bar of equal ones", () => {
  assert.equal(Math.max(...distribution(new Float64Array(0)).bins), 0);
  assert.is(distribution(new Float64Array(9).fill(64), { isLogarithmic: true }).bins[0], 9);
});

test.run();
