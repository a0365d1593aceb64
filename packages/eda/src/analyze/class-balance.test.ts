import { suite } from "uvu";
import * as assert from "uvu/assert";
import { classBalance } from "./class-balance.ts";

const test = suite("classBalance()");

test("classBalance() of equal classes is 1, and all of them count", () => {
  const { imbalanceRatio, normalizedEntropy, effectiveClasses, missing } = classBalance([
    5, 5, 5, 5,
  ]);
  assert.equal([imbalanceRatio, missing], [1, []]);
  assert.ok(Math.abs(normalizedEntropy - 1) < 1e-12);
  assert.ok(Math.abs(effectiveClasses - 4) < 1e-12);
});

test("classBalance() of 1/2, 1/4, 1/4 and none has an entropy of 1.5 bits of 2", () => {
  const balance = classBalance([20, 10, 0, 10]);
  assert.equal(balance.missing, [2]);
  assert.is(balance.imbalanceRatio, 2);
  assert.ok(Math.abs(balance.normalizedEntropy - 0.75) < 1e-12);
  assert.ok(Math.abs(balance.effectiveClasses - 2 ** 1.5) < 1e-12);
});

test("classBalance() is finite without images and with one class", () => {
  const empty = classBalance([0, 0]);
  assert.equal([empty.imbalanceRatio, empty.normalizedEntropy, empty.effectiveClasses], [0, 0, 0]);
  assert.is(classBalance([7]).normalizedEntropy, 0);
});

test.run();
