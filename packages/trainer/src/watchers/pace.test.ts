import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createPace, type Estimate, type Pace } from "./pace.ts";
import type { RunStart } from "./watcher.ts";

const pacing = suite("pace");

const start: RunStart = {
  epochs: 3,
  stepsPerEpoch: 10,
  batchSize: 64,
  startEpoch: 0,
  startStep: 0,
  runFolder: "",
};

/** Step `step`, from 1, at second `seconds`. */
function take(pace: Pace, step: number, seconds: number): Estimate | undefined {
  const epoch = Math.floor((step - 1) / 10);
  const stepInEpoch = step - epoch * 10;
  const report = { epoch, stepInEpoch, step, learningRate: 0, loss: 0, accuracy: 0, lossMean: 0 };
  return pace.step(report, seconds * 1000);
}

pacing("createPace() knows nothing after one step, which the start-up slows", () => {
  assert.is(take(createPace(start), 1, 30), undefined);
});

pacing("createPace() estimates speed, epoch and run from steps of equal length", () => {
  const pace = createPace(start);
  take(pace, 1, 30);
  assert.equal(take(pace, 2, 32), { imagesPerSecond: 32, epochSeconds: 16, runSeconds: 56 });
});

pacing("createPace() counts the pause after an epoch as time, not as slowness", () => {
  const pace = createPace(start);
  for (let step = 1; step <= 10; step += 1) take(pace, step, step);
  pace.epochEnd(15_000); // five seconds of validation
  const estimate = take(pace, 11, 16);
  // Nineteen steps of a second, and validation after two more epochs.
  assert.equal(estimate, { imagesPerSecond: 64, epochSeconds: 9, runSeconds: 19 + 2 * 5 });
});

pacing("createPace() forgets what is older than its window", () => {
  const pace = createPace({ ...start, stepsPerEpoch: 1000 });
  for (let step = 1; step <= 10; step += 1) take(pace, step, step * 10);
  let estimate: Estimate | undefined;
  for (let step = 11; step <= 60; step += 1) estimate = take(pace, step, 100 + (step - 10));
  assert.is(estimate!.imagesPerSecond, 64);
});

pacing("createPace() starts in the middle of a resumed run", () => {
  const pace = createPace({ ...start, startEpoch: 2, startStep: 25 });
  take(pace, 26, 100);
  assert.equal(take(pace, 27, 101), { imagesPerSecond: 64, epochSeconds: 3, runSeconds: 3 });
});

pacing.run();
