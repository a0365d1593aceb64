import { suite } from "uvu";
import * as assert from "uvu/assert";
import { classCount, logitsOf, logSumExp, softmax } from "./logits.ts";

const form = suite("logits");

form("classCount() is the number of logits a label", () => {
  assert.is(classCount(new Float32Array(12), Int32Array.of(0, 1, 3)), 4);
});

form("classCount() refuses logits that do not divide among the labels", () => {
  for (const [logits, labels] of [
    [7, 3],
    [0, 3],
    [3, 0],
  ] as const) {
    const call = (): number => classCount(new Float32Array(logits), new Int32Array(labels));
    assert.throws(call, new RegExp(`${logits} logits for ${labels} labels`));
  }
});

form("classCount() refuses a label that is out of range", () => {
  for (const label of [-1, 2]) {
    const call = (): number => classCount(new Float32Array(4), Int32Array.of(0, label));
    assert.throws(call, new RegExp(`label ${label} is not one of 2 classes`));
  }
});

form("logSumExp() neither overflows nor underflows", () => {
  assert.is(logSumExp(Float32Array.of(1000, 1000)), 1000 + Math.LN2);
  assert.is(logSumExp(Float32Array.of(-1000, -1000)), -1000 + Math.LN2);
  assert.is(logSumExp(Float32Array.of(500, 0), 2), 1000);
});

form("logitsOf() makes logits whose softmax is the probabilities", () => {
  const logits = logitsOf(Float32Array.of(0.7, 0.2, 0.1));
  const normalizer = logSumExp(logits);
  for (const [index, probability] of [0.7, 0.2, 0.1].entries()) {
    assert.ok(Math.abs(Math.exp(logits[index]! - normalizer) - probability) < 1e-7);
  }
});

form("logitsOf() keeps a probability of zero finite", () => {
  const [zero] = logitsOf(Float32Array.of(0, 1));
  assert.is(zero, Math.fround(-126 * Math.LN2));
});

form("softmax() makes a distribution of each row by itself", () => {
  const third = 1 / 3;
  const rows = softmax(Float32Array.of(0, 0, 0, 0, Math.log(2), Math.log(5)), 3);
  for (const [index, expected] of [third, third, third, 1 / 8, 2 / 8, 5 / 8].entries()) {
    assert.ok(Math.abs(rows[index]! - expected) < 1e-7);
  }
});

form("softmax() holds logits of any size", () => {
  assert.equal([...softmax(Float32Array.of(1000, -1000, -3e38, 3e38), 2)], [1, 0, 0, 1]);
});

form.run();
