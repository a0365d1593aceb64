/**
 * The training loop: epochs of steps, followed by validation on held-out images, with checkpoints in between. It
 * gets metrics from the session and sends reports to the watchers; it knows neither TensorFlow nor files.
 */
import type { TrainingState } from "../run/training-state.ts";
import { DivergedError } from "../watchers/nan-guard.ts";
import type { EpochReport, RunOutcome } from "../watchers/watcher.ts";
import { epochReport } from "./epoch-report.ts";
import { timedSaves } from "./save-checkpoint.ts";
import { trainEpoch } from "./train-epoch.ts";
import type { TrainOptions } from "./train-options.ts";

const START: TrainingState = {
  schemaVersion: 1,
  epoch: 0,
  stepInEpoch: 0,
  step: 0,
  totals: [],
  seconds: 0,
  best: null,
};

/**
 * Trains until all epochs are done, early stopping applies or `signal` aborts, and always saves a checkpoint of the
 * final state.
 * @throws {DivergedError} when the loss or a weight is not a number; the earlier checkpoints are kept
 */
export async function train(options: TrainOptions): Promise<RunOutcome> {
  const { watchers, epochs, batchSize, from = START } = options;
  const stepsPerEpoch = Math.floor(options.splits.train.length / batchSize);
  const start = {
    epochs,
    stepsPerEpoch,
    batchSize,
    startEpoch: from.epoch,
    startStep: from.step,
    runFolder: options.runFolder,
  };
  for (const watcher of watchers) await watcher.onStart?.(start);
  const stop = async ({ state, reason }: Stopped): Promise<RunOutcome> => {
    const best = state.best && { bestEpoch: state.best.epoch, bestAccuracy: state.best.accuracy };
    const outcome: RunOutcome = { reason, epochsDone: state.epoch, ...best };
    for (const watcher of watchers) await watcher.onStop?.(outcome);
    return outcome;
  };
  let stopped: Stopped;
  try {
    stopped = await trainEpochs(options, from, stepsPerEpoch);
  } catch (error) {
    await stop({ state: from, reason: error instanceof DivergedError ? "diverged" : "failed" });
    throw error;
  }
  return stop(stopped); // outside: a watcher that fails here has been told how the run ended
}

type Stopped = { readonly state: TrainingState; readonly reason: RunOutcome["reason"] };

async function trainEpochs(
  options: TrainOptions,
  from: TrainingState,
  stepsPerEpoch: number,
): Promise<Stopped> {
  const { watchers, epochs, validateEvery = 1, signal, earlyStop } = options;
  let state = from;
  const saves = timedSaves(options, from);
  while (state.epoch < epochs) {
    // Checked at the start, so that a run which stopped early stays stopped when it is resumed.
    const validated = state.epoch - (state.epoch % validateEvery) - 1;
    if (state.best && earlyStop.shouldStop(state.best.epoch, validated)) {
      return { state, reason: "early-stop" };
    }
    const trained = await trainEpoch(options, state, { stepsPerEpoch, saves });
    if (signal.aborted) {
      await saves.save(trained);
      return { state: trained, reason: "interrupted" };
    }
    const isValidated = (state.epoch + 1) % validateEvery === 0 || state.epoch + 1 === epochs;
    const span = { from: state, to: trained, stepsPerEpoch };
    const report = await epochReport(options, span, { isValidated });
    // Watchers first: if one finds that the run has diverged, the previous checkpoint must still be there.
    for (const watcher of watchers) await watcher.onEpochEnd?.(report);
    state = {
      ...trained,
      epoch: trained.epoch + 1,
      stepInEpoch: 0,
      totals: [],
      best: bestAfter(report, state.best),
    };
    if (isValidated || saves.isDue(state.seconds)) await saves.save(state);
  }
  return { state, reason: "finished" };
}

/** The best validated epoch so far, of equally accurate ones that with the least loss; none if no images are held out. */
function bestAfter(
  { epoch, metrics }: EpochReport,
  former: TrainingState["best"],
): TrainingState["best"] {
  const accuracy: number | undefined = metrics.held_out_main_out_accuracy;
  if (accuracy === undefined) return former;
  const loss = metrics.held_out_main_out_loss;
  const isBest =
    !former ||
    accuracy > former.accuracy ||
    (accuracy === former.accuracy && loss < (former.loss ?? 0));
  return isBest ? { epoch, accuracy, loss } : former;
}
