import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { FoundCheckpoint } from "./checkpoint-folder.ts";
import { resumePoint } from "./resume-point.ts";

const point = suite("resumePoint()");

const run = "/runs/a";

/** After `epoch` epochs of ten steps. */
function whole(epoch: number, best: number): FoundCheckpoint {
  const name = `step-${String(10 * epoch).padStart(8, "0")}`;
  const state = {
    schemaVersion: 1,
    epoch,
    stepInEpoch: 0,
    step: 10 * epoch,
    totals: [],
    seconds: 1,
    best: { epoch: best, accuracy: 0.5 },
  } as const;
  return { name, prefix: `${run}/checkpoints/${name}/variables`, state };
}

const damaged = (epoch: number): FoundCheckpoint => ({
  name: whole(epoch, 0).name,
  fault: "its state.json is truncated or damaged",
});

function choose(found: readonly FoundCheckpoint[], loggedEpochs: number, from?: string): string {
  return resumePoint(found, { run, loggedEpochs, from })?.name ?? "the beginning";
}

function refusal(found: readonly FoundCheckpoint[], loggedEpochs: number): string {
  try {
    return choose(found, loggedEpochs);
  } catch (error) {
    return (error as Error).message;
  }
}

point("resumePoint() is the newest, also if the log is an epoch ahead", () => {
  const found = [whole(4, 1), whole(3, 1), whole(2, 1)];
  for (const logged of [0, 3, 4, 5]) assert.is(choose(found, logged), "step-00000040");
});

point("resumePoint() is the beginning if nothing was logged yet", () => {
  assert.is(choose([], 0), "the beginning");
});

point("resumePoint() refuses to start over, or earlier, if something was lost", () => {
  assert.is(
    refusal([], 2),
    'Cannot continue the run "/runs/a": its log has 2 epochs, but there is no checkpoint; if this is a copy, copy the folder "checkpoints" too, else start a new run',
  );
  assert.throws(() => choose([], 1), /its log has 1 epoch, but there is no checkpoint/);
  assert.is(
    refusal([whole(2, 1)], 4),
    'Cannot continue the run "/runs/a": its log has 4 epochs, but its newest checkpoint is at step 20, after epoch 2; if this is a copy, copy the folder "checkpoints" again, or repeat the rest of the training with --checkpoint step-00000020',
  );
  assert.is(choose([whole(2, 1)], 4, "step-00000020"), "step-00000020");
});

point("resumePoint() offers the best and the one before, if the newest is damaged", () => {
  const found = [damaged(4), whole(3, 1), whole(2, 1)];
  assert.is(
    refusal(found, 4),
    'Cannot use the checkpoint "step-00000040" of the run "/runs/a": its state.json is truncated or damaged; if this is a copy, copy it again, or use another one: --checkpoint step-00000030 (step 30, after epoch 3) or --checkpoint step-00000020 (step 20, after epoch 2, the best)',
  );
  assert.is(choose(found, 4, "step-00000030"), "step-00000030");
  assert.is(choose(found, 4, "best"), "step-00000020");
  assert.throws(() => choose([damaged(4)], 4), /or start a new run$/);
});

point("resumePoint() refuses a checkpoint that does not exist", () => {
  assert.throws(
    () => choose([whole(4, 3)], 4, "step-7"),
    /"step-7" .*: it does not exist; .*--checkpoint step-00000040 \(step 40, after epoch 4, the best\)$/,
  );
  assert.throws(() => choose([whole(4, 1)], 4, "best"), /"best" .*: it does not exist/);
});

point.run();
