import { suite } from "uvu";
import * as assert from "uvu/assert";
import { agreement } from "./agreement.ts";

const alike = suite("agreement()");

alike("counts rows with the same first class, and correlates all scores", () => {
  const left = Float32Array.of(0.7, 0.3, 0.2, 0.8, 0.6, 0.4);
  assert.equal(agreement(left, left, 2), { top1: 1, correlation: 1 });
  const swapped = Float32Array.of(0.3, 0.7, 0.8, 0.2, 0.4, 0.6);
  const opposite = agreement(left, swapped, 2);
  assert.is(opposite.top1, 0);
  assert.ok(Math.abs(opposite.correlation + 1) < 1e-6);
  assert.is(agreement(left, Float32Array.of(0.9, 0.1, 0.9, 0.1, 0.9, 0.1), 2).top1, 2 / 3);
});

alike("refuses answers of another shape", () => {
  assert.throws(
    () => agreement(new Float32Array(6), new Float32Array(4), 2),
    /Cannot compare outputs: 6 and 4 probabilities of 2 classes/,
  );
  assert.throws(() => agreement(new Float32Array(), new Float32Array(), 2), /at least one row/);
});

alike.run();
