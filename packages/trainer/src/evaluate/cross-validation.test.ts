import { suite } from "uvu";
import * as assert from "uvu/assert";
import { wilsonInterval } from "./class-averages.ts";
import { foldsDocument, pooled, type FoldAnswers } from "./cross-validation.ts";
import { describeFolds } from "./describe-folds.ts";
import type { CrossValidation } from "./evaluation.ts";

const validation = suite("foldsDocument()");

const classes = ["cat", "dog"].map((id) => ({ id, label: id }));
const measurement: CrossValidation["measurement"] = {
  measured: "2026-11-27T12:00:00.000Z",
  checkpoint: "last, epoch 3 of 3",
  precision: "f32",
  library: "2.21.0-linux-x64-cpu",
  dataset: { name: "pets", fingerprint: "0f", excluded: 0, valFraction: 0.15 },
};

/** A fold of as many images as `answered` has classes; a logit is 3 where the network decided. */
function fold(labels: readonly number[], answered: readonly number[]): FoldAnswers {
  return {
    labels: Int32Array.from(labels),
    logits: Float32Array.from(answered.flatMap((label) => (label === 0 ? [3, 0] : [0, 3]))),
    trained: 8,
    seconds: 1.5,
  };
}

/** 3 of 4, 2 of 4 and 4 of 4 right. */
const folds = [
  fold([0, 0, 0, 1], [0, 0, 1, 1]),
  fold([0, 0, 0, 1], [0, 0, 1, 0]),
  fold([0, 0, 1, 1], [0, 0, 1, 1]),
];

validation("scores each fold, their spread, and all images as one", () => {
  const document = foldsDocument(folds, { classes, measurement });
  assert.equal(
    document.folds.map(({ count, top1, trained, seconds }) => [count, top1, trained, seconds]),
    [
      [4, 0.75, 8, 1.5],
      [4, 0.5, 8, 1.5],
      [4, 1, 8, 1.5],
    ],
  );
  assert.equal(document.top1, { mean: 0.75, deviation: 0.25 });
  assert.equal([document.pooled.count, document.pooled.top1], [12, 0.75]);
  assert.equal(document.pooled.top1Interval, wilsonInterval(0.75, 12));
  assert.equal(document.pooled.balancedAccuracy, (6 / 8 + 3 / 4) / 2);
  assert.equal(document.confusion, [
    [6, 2],
    [1, 3],
  ]);
  assert.equal(JSON.parse(JSON.stringify(document)), document);
});

validation("pooled() keeps the folds' order", () => {
  const { logits, labels } = pooled(folds);
  assert.equal([...labels], [0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1, 1]);
  assert.equal([...logits.subarray(8, 12)], [3, 0, 3, 0]);
});

validation("describeFolds() tells all of it in lines", () => {
  const [scores, spread, recall, ...confusions] = describeFolds(
    foldsDocument(folds, { classes, measurement }),
  );
  assert.match(
    scores!,
    /^3-fold: +top-1 75\.00 % \(95 %: 46\.8 to 91\.1\), balanced accuracy 75\.00 %/,
  );
  assert.match(scores!, /\(12 images\)$/);
  assert.is(
    spread,
    "  top-1 of the folds: mean 75.00 %, standard deviation 25.00 points, from 50.00 % to 100.00 %",
  );
  assert.is(recall, "  lowest recall: cat 75 % of 8, dog 75 % of 4");
  assert.equal(confusions, ["  2 × cat classified as dog", "  1 × dog classified as cat"]);
});

validation.run();
