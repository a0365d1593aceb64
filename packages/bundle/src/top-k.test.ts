import { suite } from "uvu";
import * as assert from "uvu/assert";
import { topK } from "./top-k.ts";

const ranking = suite("topK()");

ranking("ranks best first", () => {
  assert.equal(topK(Float32Array.of(0.25, 0.5, 0.125), 2), [
    { classIndex: 1, score: 0.5 },
    { classIndex: 0, score: 0.25 },
  ]);
});

ranking("ranks equal scores by class index", () => {
  assert.equal(
    topK([0.2, 0.4, 0.4, 0.2], 4).map(({ classIndex }) => classIndex),
    [1, 2, 0, 3],
  );
});

ranking("ranks as sorting would, however many are wanted and alike", () => {
  const scores = Float32Array.from({ length: 97 }, (_, index) => ((index * 37) % 23) - 9);
  const sorted = Array.from(scores, (score, classIndex) => ({ classIndex, score })).toSorted(
    (a, b) => b.score - a.score || a.classIndex - b.classIndex,
  );
  for (let k = 1; k <= 98; k += 1) assert.equal(topK(scores, k), sorted.slice(0, k));
});

ranking("returns all classes if there are fewer, and does not change the scores", () => {
  const scores = [0.1, 0.9];
  assert.is(topK(scores, 5).length, 2);
  assert.equal(scores, [0.1, 0.9]);
});

ranking("rejects a k that is not a whole number ≥ 1, and NaN", () => {
  for (const k of [0, -1, 1.5, Number.NaN]) assert.throws(() => topK([1], k), /k is/);
  assert.throws(() => topK([0, Number.NaN], 1), /class 1 is NaN/);
});

ranking.run();
