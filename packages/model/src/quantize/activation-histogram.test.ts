import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ActivationHistogram } from "./activation-histogram.ts";

const histogram = suite("ActivationHistogram");

histogram("counts zeros apart and gives extremes and channel means", () => {
  const seen = new ActivationHistogram(2);
  seen.add(Float32Array.of(0, 1, 4, -2));
  assert.is(seen.count, 4);
  assert.is(seen.zeros, 1);
  assert.equal([seen.minimum, seen.maximum], [-2, 4]);
  assert.equal(seen.channelMeans, Float64Array.of(2, -0.5));
  const counts = [...seen.bins()].map(({ count }) => count);
  assert.equal(counts, [1, 1, 1]);
});

histogram("orders its bins by value, each within half a bin of its values", () => {
  const values = Float32Array.from({ length: 1000 }, (_, index) => Math.sin(index) * 3);
  const seen = new ActivationHistogram(1);
  seen.add(values);
  const bins = [...seen.bins()];
  assert.equal(
    bins.map(({ middle }) => middle),
    bins.map(({ middle }) => middle).toSorted((a, b) => a - b),
  );
  const sum = bins.reduce((total, { middle, count }) => total + middle * count, 0);
  const exact = values.reduce((total, value) => total + value, 0);
  assert.ok(Math.abs(sum - exact) < (1000 * 4) / 2048, `${sum} for ${exact}`);
});

histogram("widens for larger values and loses none", () => {
  const seen = new ActivationHistogram(1);
  seen.add(Float32Array.from({ length: 100 }, (_, index) => index / 100));
  seen.add(Float32Array.of(1000));
  const bins = [...seen.bins()];
  assert.is(
    bins.reduce((sum, { count }) => sum + count, 0),
    100, // 101 values less one zero
  );
  assert.ok(Math.abs(bins.at(-1)!.middle - 1000) < 1);
});

histogram("includes zero in its range", () => {
  const seen = new ActivationHistogram(1);
  seen.add(Float32Array.of(2, 3));
  assert.is(seen.minimum, 0);
  const nothing = new ActivationHistogram(1);
  nothing.add(new Float32Array(5));
  assert.equal([nothing.minimum, nothing.maximum, nothing.zeros], [0, 0, 5]);
});

histogram("refuses values that are not finite", () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
    assert.throws(
      () => new ActivationHistogram(1).add(Float32Array.of(1, value, 2)),
      /Cannot calibrate: an activation is (NaN|Infinity)/,
    );
  }
});

histogram.run();
