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
  fault: "its state.json is cut short or damaged",
});

function choose(found: readonly FoundCheckpoint[], loggedEpochs: number, from?: string): string {
  return resumePoint(found, { run, loggedEpochs, from })?.name ?? "the beginning";
}

point("resumePoint() is the newest, also where the log is an epoch ahead", () => {
  const found = [whole(4, 1), whole(3, 1), whole(2, 1)];
  for (const logged of [0, 3, 4, 5]) assert.is(choose(found, logged), "step-00000040");
});

point("resumePoint() is the beginning where nothing was logged yet", () => {
  assert.is(choose([], 0), "the beginning");
});

point("resumePoint() refuses to begin again, or earlier, where something was lost", () => {
  assert.throws(
    () => choose([], 2),
    'Cannot go on with the run "/runs/a": its log has 2 epochs, and there is no checkpoint; copy its folder "checkpoints" where this is a copy, else start a new run',
  );
  assert.throws(() => choose([], 1), /its log has 1 epoch, but there is no checkpoint/);
  assert.throws(
    () => choose([whole(2, 1)], 4),
    'Cannot go on with the run "/runs/a": its log has 4 epochs, and its newest checkpoint is of step 20, after epoch 2; copy its folder "checkpoints" again where this is a copy, or train the rest once more: --from step-00000020',
  );
  assert.is(choose([whole(2, 1)], 4, "step-00000020"), "step-00000020");
});

point("resumePoint() offers the best and the one before a damaged one", () => {
  const found = [damaged(4), whole(3, 1), whole(2, 1)];
  assert.throws(
    () => choose(found, 4),
    'Cannot use the checkpoint "step-00000040" of the run "/runs/a": its state.json is cut short or damaged; copy it again where this is a copy, or use an earlier one: --from step-00000030 (step 30, after epoch 3) or --from step-00000020 (step 20, after epoch 2, the best)',
  );
  assert.is(choose(found, 4, "step-00000030"), "step-00000030");
  assert.is(choose(found, 4, "best"), "step-00000020");
  assert.throws(() => choose([damaged(4)], 4), /or start a new run$/);
});

point("resumePoint() refuses what is not there", () => {
  assert.throws(
    () => choose([whole(4, 3)], 4, "step-7"),
    /"step-7" .*: it does not exist; .*--from step-00000040 \(step 40, after epoch 4, the best\)$/,
  );
  assert.throws(() => choose([whole(4, 1)], 4, "best"), /"best" .*: it does not exist/);
});

point.run();
