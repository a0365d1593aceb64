import { suite } from "uvu";
import * as assert from "uvu/assert";
import { learningRateAt, trainSizeAt, type Schedule } from "./schedule.ts";

const schedules = suite("schedule");

const rates = (schedule: Schedule, steps: number): number[] =>
  Array.from({ length: steps }, (_, step) => learningRateAt(schedule, step, steps));

function assertClose(actual: readonly number[], expected: readonly number[]): void {
  assert.is(actual.length, expected.length);
  for (const [index, value] of expected.entries()) {
    assert.ok(Math.abs(actual[index]! - value) < 1e-12, `[${index}] ${actual[index]} vs ${value}`);
  }
}

schedules("learningRateAt() keeps a constant rate", () => {
  assert.equal(rates({ kind: "constant", peak: 0.001 }, 3), [0.001, 0.001, 0.001]);
});

schedules("learningRateAt() climbs to the peak, then falls in a straight line", () => {
  const linear: Schedule = { kind: "linear", peak: 1, warmupFraction: 0.5 };
  assertClose(rates(linear, 8), [0.25, 0.5, 0.75, 1, 1, 0.75, 0.5, 0.25]);
});

schedules("learningRateAt() climbs to the peak, then follows half a cosine", () => {
  const cosine: Schedule = { kind: "cosine", peak: 2, warmupFraction: 0.2 };
  const root = Math.SQRT1_2;
  assertClose(rates(cosine, 5), [2, 2, 1 + root, 1, 1 - root]);
});

schedules("learningRateAt() without warm-up starts at the peak", () => {
  for (const kind of ["cosine", "linear"] as const) {
    assert.is(learningRateAt({ kind, peak: 0.1, warmupFraction: 0 }, 0, 1000), 0.1);
  }
});

schedules(
  "learningRateAt() never gives a decaying step a rate of zero, and ends close to it",
  () => {
    for (const kind of ["cosine", "linear"] as const) {
      const last = learningRateAt({ kind, peak: 0.1, warmupFraction: 0.1 }, 9999, 10_000);
      assert.ok(last > 0 && last < 0.1 / 5000, `${kind} ends at ${last}`);
    }
  },
);

schedules("learningRateAt() multiplies by the factor from each named point on", () => {
  const steps: Schedule = {
    kind: "steps",
    peak: 1,
    warmupFraction: 0,
    factor: 0.1,
    milestones: [0.5, 0.75],
  };
  assertClose(rates(steps, 8), [1, 1, 1, 1, 0.1, 0.1, 0.01, 0.01]);
});

schedules("learningRateAt() refuses a step outside the run", () => {
  for (const step of [-1, 10, Number.NaN]) {
    assert.throws(() => learningRateAt({ kind: "constant", peak: 1 }, step, 10), /0 to 9/);
  }
});

schedules("learningRateAt() refuses a warm-up that never ends", () => {
  const endless: Schedule = { kind: "linear", peak: 1, warmupFraction: 1 };
  assert.throws(() => learningRateAt(endless, 0, 10), /warmupFraction is 1/);
});

schedules("trainSizeAt() goes from stage to stage, and stays at the last", () => {
  const stages = [
    { until: 0.5, size: 40 },
    { until: 0.75, size: 48 },
    { until: 1, size: 56 },
  ];
  const sizes = Array.from({ length: 9 }, (_, step) => trainSizeAt(stages, step, 8));
  assert.equal(sizes, [40, 40, 40, 40, 48, 48, 56, 56, 56]);
});

schedules.run();
