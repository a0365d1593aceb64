import { suite } from "uvu";
import * as assert from "uvu/assert";
import { logitsOf } from "./logits.ts";
import { rankOf, scores, topClass } from "./scores.ts";

const scoring = suite("scores");

scoring("scores() of three images are those worked out by hand", () => {
  const probabilities = Float32Array.from(
    [
      [0.4, 0.2, 0.1, 0.1, 0.1, 0.1], // right at once
      [0.3, 0.25, 0.2, 0.15, 0.06, 0.04], // the label is fifth
      [0.3, 0.25, 0.2, 0.15, 0.06, 0.04], // the label is last
    ].flat(),
  );
  const { top1, top5, loss } = scores(logitsOf(probabilities), Int32Array.of(0, 4, 5));
  assert.is(top1, 1 / 3);
  assert.is(top5, 2 / 3);
  assert.ok(Math.abs(loss - -(Math.log(0.4) + Math.log(0.06) + Math.log(0.04)) / 3) < 1e-6);
});

scoring("scores() count nothing right when everything is wrong", () => {
  const logits = Float32Array.from({ length: 8 * 6 }, (_, index) => (index % 6 === 5 ? -9 : 0));
  const { top1, top5, loss } = scores(logits, new Int32Array(8).fill(5));
  assert.is(top1, 0);
  assert.is(top5, 0);
  assert.ok(Math.abs(loss - (Math.log(5 + Math.exp(-9)) + 9)) < 1e-12);
});

scoring("scores() of indifferent logits: loss log n, top-1 the share of class 0", () => {
  const { top1, top5, loss } = scores(new Float32Array(4 * 8), Int32Array.of(0, 4, 5, 7));
  assert.is(top1, 1 / 4);
  assert.is(top5, 2 / 4);
  assert.ok(Math.abs(loss - Math.log(8)) < 1e-12);
});

scoring("scores() are exact where float32 probabilities would be 0 and 1", () => {
  assert.is(scores(Float32Array.of(0, 200), Int32Array.of(0)).loss, 200);
});

scoring("rankOf() ranks equal logits in index order", () => {
  const row = Float32Array.of(1, 3, 3, 0, 3);
  assert.equal(
    [0, 1, 2, 3, 4].map((label) => rankOf(row, label)),
    [3, 0, 1, 4, 2],
  );
});

scoring("rankOf() ranks first what topClass() answers", () => {
  for (const row of [Float32Array.of(2, 2, 1), Float32Array.of(0, 5, 5), Float32Array.of(-1)]) {
    assert.is(rankOf(row, topClass(row)), 0);
  }
});

scoring("rankOf() ranks what is not a number last", () => {
  assert.is(rankOf(Float32Array.of(Number.NaN, 1, 0), 0), 2);
});

scoring.run();
