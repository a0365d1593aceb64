import { suite } from "uvu";
import * as assert from "uvu/assert";
import { planEpochs } from "./plan.ts";

const test = suite("planEpochs()");

const oneSize = [{ until: 1, size: 56 }];
const growing = [
  { until: 0.6, size: 40 },
  { until: 0.85, size: 48 },
  { until: 1, size: 56 },
];

test("planEpochs() fills the time", () => {
  // 8 s to start, 14 s for the first step, then 100 steps of 90 ms and 1 s an epoch.
  const options = { stepMs: 90, stepsPerEpoch: 100, validateEvery: 1, sizes: oneSize };
  assert.equal(planEpochs({ ...options, seconds: 72 }), { epochs: 5, seconds: 72 });
  assert.is(planEpochs({ ...options, seconds: 71.9 }).epochs, 4);
  assert.is(planEpochs({ ...options, validateEvery: 5, seconds: 71.9 }).epochs, 5);
});

test("planEpochs() counts smaller images for less, and each size's first step", () => {
  // What an H200 did in 222 s: 40 epochs of modern-50, 87 steps each, 55 ms at full size.
  const { epochs, seconds } = planEpochs({
    stepMs: 55,
    stepsPerEpoch: 87,
    validateEvery: 1,
    sizes: growing,
    seconds: 222,
  });
  assert.ok(epochs >= 36 && epochs <= 40, `${epochs} epochs`);
  assert.ok(seconds <= 222 && seconds > 215, `${seconds} s`);
});

test("planEpochs() refuses a time in which nothing is done", () => {
  const options = {
    stepMs: 1000,
    stepsPerEpoch: 100,
    validateEvery: 1,
    sizes: oneSize,
    seconds: 60,
  };
  assert.throws(
    () => planEpochs(options),
    /Cannot plan a training of 60 s: 22 s go by.*takes 101\.0 s/,
  );
});

test.run();
