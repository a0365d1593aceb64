import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import { isWhole } from "../run/checkpoint-folder.ts";
import { bestOf, openCheckpoints } from "../run/checkpoints.ts";
import type { TrainingState } from "../run/training-state.ts";
import { earlyStop } from "../watchers/early-stop.ts";
import { DivergedError, nanGuard } from "../watchers/nan-guard.ts";
import type {
  EpochReport,
  RunOutcome,
  RunStart,
  StepReport,
  Watcher,
} from "../watchers/watcher.ts";
import type { TrainOptions } from "./train-options.ts";
import { train } from "./train.ts";
import type { TrainerSession } from "./trainer-session.ts";

const training = suite("train()");

const EPOCHS = 4;
const STEPS = 5;
const BATCH = 3;
const SPLITS = {
  train: Int32Array.from({ length: STEPS * BATCH + 1 }, (_, index) => index),
  heldOut: Int32Array.from({ length: 10 }, (_, index) => 20 + index),
};
const LABELS = Int32Array.from({ length: 30 }, (_, index) => index % 2);

/** The network's place: one number that every batch changes, so that any mistake in the order shows. */
interface Learner {
  readonly session: TrainerSession;
  /** Rejects the step of that number, from 0. */
  failAt?: number;
  /** Answers NaN as its loss at that step. */
  nanAt?: number;
  /** Its weights are NaN from the end of that step, while its losses stay numbers. */
  lostAfter?: number;
}

/**
 * @param right held-out images that are right after each epoch, of 10
 * @param margins by which the logit of its answer exceeds the other one after each epoch; default: 2
 */
function learner(right: readonly number[], margins: readonly number[] = []): Learner {
  let weight = 1;
  let steps = 0;
  let hasStatistics = false;
  const self: Learner = {
    session: {
      step({ indices }, step, learningRate) {
        if (step === self.failAt) return Promise.reject(new Error("Cannot continue: killed"));
        weight = indices.reduce((sum, index) => (sum * 31 + index) % 1009, weight + learningRate);
        steps = step + 1;
        hasStatistics = false;
        const loss = step === self.nanAt ? Number.NaN : weight;
        return Promise.resolve(Float32Array.of(loss, weight, (weight % 10) / 10));
      },
      estimateStatistics() {
        hasStatistics = true;
        return Promise.resolve();
      },
      evaluate(indices) {
        assert.ok(
          hasStatistics,
          `evaluated after step ${steps} by the statistics of former weights`,
        );
        const correct = right[steps / STEPS - 1]!;
        const margin = margins[steps / STEPS - 1] ?? 2;
        const logits = Array.from(indices, (imageIndex, row) => {
          const answer = row < correct ? LABELS[imageIndex]! : 1 - LABELS[imageIndex]!;
          return answer === 0 ? [margin, 0] : [0, margin];
        });
        return Promise.resolve(new Map([["main_out", Float32Array.from(logits.flat())]]));
      },
      load: () => Promise.reject(new Error("not used")),
      weights() {
        const value = steps > (self.lostAfter ?? Number.POSITIVE_INFINITY) ? Number.NaN : weight;
        return Promise.resolve(
          new Map([["kernel", { shape: [1], values: Float32Array.of(value) }]]),
        );
      },
      save: (prefix) => writeFile(prefix, JSON.stringify([weight, steps])),
      async restore(prefix) {
        const saved = JSON.parse(await readFile(prefix, "utf8")) as [number, number];
        [weight, steps] = saved;
        hasStatistics = false;
      },
      close: () => Promise.resolve(),
    },
  };
  return self;
}

interface Recording extends Watcher {
  readonly starts: RunStart[];
  readonly steps: StepReport[];
  readonly epochs: Pick<EpochReport, "epoch" | "learningRate" | "metrics">[];
  readonly outcomes: RunOutcome[];
}

function recording(): Recording {
  const [starts, steps, outcomes]: [RunStart[], StepReport[], RunOutcome[]] = [[], [], []];
  const epochs: Recording["epochs"] = [];
  return {
    starts,
    steps,
    epochs,
    outcomes,
    onStart: (start) => void starts.push(start),
    onStep: (report) => void steps.push(report),
    // How long it took is all that may differ between a run and the same run resumed.
    onEpochEnd: ({ epoch, learningRate, metrics }) =>
      void epochs.push({ epoch, learningRate, metrics }),
    onStop: (outcome) => void outcomes.push(outcome),
  };
}

interface Ran {
  readonly outcome: RunOutcome;
  readonly seen: Recording;
}

async function runIn(
  folder: string,
  { session }: Learner,
  options: Partial<TrainOptions> = {},
): Promise<Ran> {
  const seen = recording();
  const checkpoints = await openCheckpoints(folder);
  const last = (await checkpoints.list()).find(isWhole);
  if (last) await session.restore(last.prefix);
  let clock = 0;
  const outcome = await train({
    session,
    checkpoints,
    outputs: ["main_out"],
    splits: SPLITS,
    labels: LABELS,
    epochs: EPOCHS,
    batchSize: BATCH,
    schedule: { kind: "linear", peak: 0.5, warmupFraction: 0.2 },
    trainSizes: [{ until: 1, size: 56 }],
    seed: 3,
    runFolder: folder,
    earlyStop: earlyStop({ patience: 2 }),
    checkpointSeconds: 1000,
    ...(last && { from: last.state }),
    signal: new AbortController().signal,
    now: () => (clock += 100),
    ...options,
    watchers: [seen, ...(options.watchers ?? [])],
  });
  return { outcome, seen };
}

const RISING = [3, 5, 6, 8];

/** The run that every other one must equal. */
async function uninterrupted(right: readonly number[] = RISING): Promise<Ran> {
  let ran: Ran | undefined;
  await inTemporaryFolder(async (folder) => {
    ran = await runIn(folder, learner(right));
  });
  return ran!;
}

training("train() reports every step and epoch once, in order", async () => {
  const { outcome, seen } = await uninterrupted();
  assert.is(seen.starts.length, 1);
  assert.is(seen.starts[0]!.stepsPerEpoch, STEPS);
  assert.equal(
    seen.steps.map(({ step, epoch, stepInEpoch }) => [step, epoch, stepInEpoch]),
    Array.from({ length: EPOCHS * STEPS }, (_, index) => [
      index + 1,
      Math.floor(index / STEPS),
      (index % STEPS) + 1,
    ]),
  );
  const second = seen.steps.slice(STEPS, 2 * STEPS);
  const sum = (value: (report: StepReport) => number): number =>
    second.reduce((total, report) => total + value(report), 0);
  const { metrics, epoch, learningRate } = seen.epochs[1]!;
  assert.is(epoch, 1);
  assert.is(metrics.loss, sum(({ loss }) => loss) / STEPS);
  assert.is(metrics.main_out_accuracy, second.at(-1)!.accuracy);
  assert.is(second.at(-1)!.lossMean, metrics.loss);
  assert.is(learningRate, second.at(-1)!.learningRate);
  assert.equal(
    seen.epochs.map((report) => report.metrics.held_out_main_out_accuracy),
    [0.3, 0.5, 0.6, 0.8],
  );
  assert.equal(outcome, { reason: "finished", epochsDone: 4, bestEpoch: 3, bestAccuracy: 0.8 });
  assert.equal(seen.outcomes, [outcome]);
});

training("train() measures nothing after the epochs where no images are held out", async () => {
  await inTemporaryFolder(async (folder) => {
    const blind = learner([]);
    let evaluations = 0;
    const evaluate: TrainerSession["evaluate"] = (indices) => {
      evaluations += 1;
      return blind.session.evaluate(indices);
    };
    const session = { ...blind.session, evaluate };
    const splits = { ...SPLITS, heldOut: new Int32Array() };
    const { outcome, seen } = await runIn(folder, { session }, { splits });
    assert.equal(outcome, { reason: "finished", epochsDone: EPOCHS });
    assert.is(seen.epochs.length, EPOCHS);
    assert.equal(Object.keys(seen.epochs[0]!.metrics), [
      "loss",
      "main_out_loss",
      "main_out_accuracy",
    ]);
    assert.is((await lastState(folder))!.best, null);
    assert.is(evaluations, 0);
  });
});

training("train() validates and saves every few epochs, and the last one", async () => {
  await inTemporaryFolder(async (folder) => {
    const options = { epochs: 5, validateEvery: 2, earlyStop: earlyStop({ patience: 2 }) };
    const { outcome, seen } = await runIn(folder, learner([9, 5, 9, 6, 7]), options);
    assert.equal(
      seen.epochs.map((report) => report.metrics.held_out_main_out_accuracy),
      [undefined, 0.5, undefined, 0.6, 0.7],
    );
    assert.equal(outcome, { reason: "finished", epochsDone: 5, bestEpoch: 4, bestAccuracy: 0.7 });
    const found = (await (await openCheckpoints(folder)).list()).filter(isWhole);
    assert.equal(
      found.map(({ state }) => state.epoch),
      [5, 4],
    );
  });
});

training("train() does not stop early before the next validation", async () => {
  await inTemporaryFolder(async (folder) => {
    const options = { epochs: 9, validateEvery: 3, earlyStop: earlyStop({ patience: 1 }) };
    const { outcome } = await runIn(folder, learner([0, 0, 5, 0, 0, 5, 0, 0, 9]), options);
    assert.equal(outcome, { reason: "early-stop", epochsDone: 6, bestEpoch: 2, bestAccuracy: 0.5 });
  });
});

training("train() saves epochs that are not validated when a checkpoint is due", async () => {
  await inTemporaryFolder(async (folder) => {
    const saved: number[] = [];
    const { session } = learner(RISING);
    const recorded: TrainerSession = {
      ...session,
      save: (prefix) => {
        saved.push(Number(/step-(\d+)/.exec(prefix)![1]));
        return session.save(prefix);
      },
    };
    // A step takes 0.1 s, by the clock of the tests: an epoch 0.5.
    const options = { validateEvery: 4, checkpointSeconds: 0.65 };
    await runIn(folder, { session: recorded }, options);
    assert.equal(saved, [8, 15, 20]);
  });
});

training("train() keeps the best epoch's checkpoint beside the last one's", async () => {
  await inTemporaryFolder(async (folder) => {
    const { outcome } = await runIn(folder, learner([3, 7, 6, 7]), {
      earlyStop: earlyStop({ patience: 3 }),
    });
    assert.equal(outcome, { reason: "finished", epochsDone: 4, bestEpoch: 1, bestAccuracy: 0.7 });
    const best = bestOf(await (await openCheckpoints(folder)).list());
    assert.is(best!.state.step, 2 * STEPS);
    const last = await lastState(folder);
    assert.is(last!.step, 4 * STEPS);
    assert.equal([last!.best!.epoch, last!.best!.accuracy], [1, 0.7]);
    assert.match(await readFile(best!.prefix, "utf8"), `,${2 * STEPS}]`);
  });
});

training("train() takes the epoch with the least loss where accuracies are equal", async () => {
  await inTemporaryFolder(async (folder) => {
    const { outcome } = await runIn(folder, learner([7, 7, 7, 6], [2, 1, 3, 1]));
    assert.equal([outcome.bestEpoch, outcome.bestAccuracy], [1, 0.7]);
  });
});

training("train() stops early after its patience, and stays stopped when resumed", async () => {
  await inTemporaryFolder(async (folder) => {
    const right = [7, 6, 7, 9];
    const { outcome, seen } = await runIn(folder, learner(right));
    const expected = { reason: "early-stop", epochsDone: 3, bestEpoch: 0, bestAccuracy: 0.7 };
    assert.equal(outcome, expected);
    assert.is(seen.steps.length, 3 * STEPS);

    const resumed = await runIn(folder, learner(right));
    assert.equal(resumed.outcome, expected);
    assert.is(resumed.seen.steps.length, 0);
  });
});

training("train() interrupted at any step continues to the same end", async () => {
  const { seen: whole, outcome } = await uninterrupted();
  for (let stopAt = 1; stopAt <= EPOCHS * STEPS; stopAt += 1) {
    await inTemporaryFolder(async (folder) => {
      const abort = new AbortController();
      const stopper: Watcher = { onStep: ({ step }) => void (step === stopAt && abort.abort()) };
      const first = await runIn(folder, learner(RISING), {
        watchers: [stopper],
        signal: abort.signal,
      });
      assert.is(first.outcome.reason, "interrupted");
      assert.is((await lastState(folder))!.step, first.seen.steps.length);
      // Interrupted again before any step: nothing is lost.
      await runIn(folder, learner(RISING), { signal: AbortSignal.abort() });

      const second = await runIn(folder, learner(RISING));
      assert.equal([...first.seen.steps, ...second.seen.steps], whole.steps);
      assert.equal([...first.seen.epochs, ...second.seen.epochs], whole.epochs);
      assert.equal(second.outcome, outcome);
    });
  }
});

training("train() has as many steps under way as the session wants, to the same end", async () => {
  const { seen: whole } = await uninterrupted();
  for (let stopAt = 1; stopAt <= EPOCHS * STEPS; stopAt += 3) {
    await inTemporaryFolder(async (folder) => {
      let underWay = 0;
      let most = 0;
      const wide = (): Learner => {
        const { session } = learner(RISING);
        const step: TrainerSession["step"] = (...asked) => {
          underWay += 1;
          most = Math.max(most, underWay);
          return session.step(...asked);
        };
        return { session: { ...session, step, stepsAhead: 3 } };
      };
      const abort = new AbortController();
      const counter: Watcher = {
        onStep({ step }) {
          underWay -= 1;
          if (step === stopAt) abort.abort();
        },
      };
      const options = { watchers: [counter], checkpointSeconds: 0.7 };
      const first = await runIn(folder, wide(), { ...options, signal: abort.signal });
      assert.is(first.outcome.reason, "interrupted");
      assert.is(underWay, 0);
      const second = await runIn(folder, wide(), options);
      assert.equal([...first.seen.steps, ...second.seen.steps], whole.steps);
      assert.equal([...first.seen.epochs, ...second.seen.epochs], whole.epochs);
      assert.is(most, 4);
    });
  }
});

training("train() draws the same balanced batches after an interruption", async () => {
  const balanced: Partial<TrainOptions> = {
    balance: true,
    labels: LABELS.map((_, index) => Number(index % 5 === 0)), // four of sixteen
  };
  await inTemporaryFolder(async (folder) => {
    const { seen: whole } = await runIn(join(folder, "whole"), learner(RISING), balanced);
    const abort = new AbortController();
    const stopper: Watcher = { onStep: ({ step }) => void (step === STEPS + 2 && abort.abort()) };
    const parted = join(folder, "parted");
    const stopping = { ...balanced, watchers: [stopper], signal: abort.signal };
    const { seen: first } = await runIn(parted, learner(RISING), stopping);
    const { seen: second } = await runIn(parted, learner(RISING), balanced);
    assert.equal([...first.steps, ...second.steps], whole.steps);
    const { seen: plain } = await runIn(join(folder, "plain"), learner(RISING));
    assert.not.equal(plain.steps, whole.steps);
  });
});

training(
  "train() killed at any step continues from its last checkpoint to the same end",
  async () => {
    const { seen: whole } = await uninterrupted();
    for (let killAt = 0; killAt < EPOCHS * STEPS; killAt += 1) {
      await inTemporaryFolder(async (folder) => {
        const killed = learner(RISING);
        killed.failAt = killAt;
        const error = await rejectionOf(runIn(folder, killed, { checkpointSeconds: 0.1 }));
        assert.is(error.message, "Cannot continue: killed");
        const from = (await lastState(folder))?.step ?? 0;
        assert.ok(killAt - from <= 2, `killed at ${killAt}, checkpoint at ${from}`);

        const { seen } = await runIn(folder, learner(RISING));
        assert.equal(seen.steps, whole.steps.slice(from));
        assert.equal(seen.epochs, whole.epochs.slice(Math.floor(from / STEPS)));
      });
    }
  },
);

training("train() tells its watchers when it fails", async () => {
  await inTemporaryFolder(async (folder) => {
    const failing = learner(RISING);
    failing.failAt = STEPS + 1;
    const told: RunOutcome[] = [];
    await rejectionOf(
      runIn(folder, failing, { watchers: [{ onStop: (end) => void told.push(end) }] }),
    );
    assert.equal(
      told.map(({ reason }) => reason),
      ["failed"],
    );
  });
});

training(
  "train() ends when the loss is not a number, and keeps the checkpoint before",
  async () => {
    await inTemporaryFolder(async (folder) => {
      const diverging = learner(RISING);
      diverging.nanAt = STEPS + 3;
      const told: RunOutcome[] = [];
      const error = await rejectionOf(
        runIn(folder, diverging, {
          checkpointSeconds: 0.1,
          watchers: [
            nanGuard({ checkpoint: () => join(folder, "last") }),
            { onStop: (end) => void told.push(end) },
          ],
        }),
      );
      assert.instance(error, DivergedError);
      assert.is((error as DivergedError).step, STEPS + 4);
      assert.is(told[0]!.reason, "diverged");

      const state = (await lastState(folder))!;
      assert.ok(state.step > STEPS && state.step <= STEPS + 3, String(state.step));
      assert.ok(state.totals.every(Number.isFinite));
    });
  },
);

training("train() never replaces a checkpoint by weights that are lost", async () => {
  await inTemporaryFolder(async (folder) => {
    const diverging = learner(RISING);
    diverging.lostAfter = STEPS + 2;
    const error = await rejectionOf(runIn(folder, diverging, { checkpointSeconds: 0.1 }));
    assert.instance(error, DivergedError);
    assert.match(error.message, /weights "kernel" are not numbers after step \d+; .*--resume/);
    const { step } = (await lastState(folder))!;
    assert.ok(step >= STEPS && step <= STEPS + 2, String(step));
  });
});

async function lastState(folder: string): Promise<TrainingState | undefined> {
  return (await (await openCheckpoints(folder)).list()).find(isWhole)?.state;
}

training(
  "tells every watcher once how the run ended, also where one of them fails at it",
  async () => {
    await inTemporaryFolder(async (folder) => {
      const told: string[] = [];
      const watchers: Watcher[] = [
        { onStop: ({ reason }) => void told.push(reason) },
        { onStop: () => Promise.reject(new Error("Cannot write the last line")) },
      ];
      const { message } = await rejectionOf(runIn(folder, learner([5, 6, 7, 8]), { watchers }));
      assert.is(message, "Cannot write the last line");
      assert.equal(told, ["finished"]);
    });
  },
);

training.run();
