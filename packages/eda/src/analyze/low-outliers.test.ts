import { suite } from "uvu";
import * as assert from "uvu/assert";
import { seededRandom } from "@inception-edge/dataset";
import { lowOutlierLimit } from "./low-outliers.ts";

const test = suite("lowOutlierLimit()");

/** Log-normal values around `middle`: most within a factor of 2. */
function usual(count: number, middle: number): number[] {
  const random = seededRandom(1);
  const normal = (): number =>
    Array.from({ length: 12 }, random).reduce((sum, value) => sum + value) - 6;
  return Array.from({ length: count }, () => middle * Math.exp(0.35 * normal()));
}

test("lies far below the usual values, whatever their unit", () => {
  const values = usual(2000, 0.5);
  const limit = lowOutlierLimit(Float64Array.from(values))!;
  assert.ok(values.filter((value) => value < limit).length <= 2);
  assert.ok(limit > 0.5 / 6 && limit < 0.5 / 2, `${limit}`);
  const scaled = lowOutlierLimit(Float64Array.from(values, (value) => 100 * value))!;
  assert.ok(Math.abs(scaled / limit - 100) < 1e-9);
});

test("is not moved by a tenth of outliers", () => {
  const clean = lowOutlierLimit(Float64Array.from(usual(900, 0.5)))!;
  const values = [...usual(900, 0.5), ...Array.from({ length: 100 }, () => 0.01)];
  const limit = lowOutlierLimit(Float64Array.from(values))!;
  assert.ok(limit > 0.01 && limit > clean / 2, `${limit}, ${clean}`);
});

test("is at most half of the median where nearly all values are equal", () => {
  const values = new Float64Array(100).fill(3);
  assert.ok(Math.abs(lowOutlierLimit(values)! - 1.5) < 1e-9);
});

test("is unknown of few values; NaN and 0 do not count", () => {
  assert.is(lowOutlierLimit(new Float64Array(19).fill(1)), undefined);
  assert.is(lowOutlierLimit(Float64Array.of(...usual(19, 1), NaN, 0)), undefined);
});

test.run();
