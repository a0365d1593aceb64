/**
 * The training loop: epochs of steps, held-out validation after each, checkpoints on the way. Numbers
 * come from the session, reports go to the watchers; it knows neither TensorFlow nor files.
 */
import type { OutputName } from "@inception-edge/model";
import { scores } from "../evaluate/scores.ts";
import type { Checkpoints, TrainingState } from "../run/checkpoints.ts";
import { learningRateAt, type Schedule } from "../schedule.ts";
import type { EarlyStop } from "../watch/early-stop.ts";
import { weightedLoss } from "../step/losses.ts";
import type { EpochReport, MetricName, RunOutcome, Watcher } from "../watch/watcher.ts";
import { dataOrder } from "./data-order.ts";
import type { StepMetrics, TrainerSession } from "./trainer-session.ts";

export interface TrainOptions {
  readonly session: TrainerSession;
  readonly checkpoints: Checkpoints;
  readonly watchers: readonly Watcher[];
  readonly outputs: readonly OutputName[];
  /** Positions in the packed store. */
  readonly splits: { readonly train: Int32Array; readonly heldOut: Int32Array };
  /** Class of every position. */
  readonly labels: Int32Array;
  readonly epochs: number;
  readonly batchSize: number;
  readonly schedule: Schedule;
  readonly seed: number;
  readonly runFolder: string;
  readonly earlyStop: EarlyStop;
  /** Seconds of training between two checkpoints inside an epoch. */
  readonly checkpointSeconds: number;
  /** Where to go on from; absent: a fresh start. */
  readonly from?: TrainingState;
  readonly signal: AbortSignal;
  /** Milliseconds. */
  readonly now: () => number;
}

const START: TrainingState = {
  schemaVersion: 1,
  epoch: 0,
  stepInEpoch: 0,
  step: 0,
  totals: [],
  seconds: 0,
  best: null,
};

/** Trains until the epochs are done, the early stop says so or `signal` aborts; always leaves a checkpoint `last`. */
export async function train(options: TrainOptions): Promise<RunOutcome> {
  const { session, checkpoints, watchers, epochs, batchSize, signal } = options;
  let state = options.from ?? START;
  const stepsPerEpoch = Math.floor(options.splits.train.length / batchSize);
  for (const watcher of watchers) {
    await watcher.onStart?.({
      epochs,
      stepsPerEpoch,
      batchSize,
      startEpoch: state.epoch,
      startStep: state.step,
      runFolder: options.runFolder,
    });
  }

  let reason: RunOutcome["reason"] = "finished";
  while (state.epoch < epochs) {
    const trained = await trainEpoch(options, state, stepsPerEpoch);
    if (signal.aborted) {
      await checkpoints.begin(trained.step).then(session.save);
      await checkpoints.publish(trained, ["last"]);
      reason = "interrupted";
      break;
    }
    const report = await epochReport(options, trained, stepsPerEpoch);
    const accuracy = report.metrics.val_main_out_accuracy;
    const improved = accuracy > (state.best?.accuracy ?? -1);
    state = {
      ...trained,
      epoch: trained.epoch + 1,
      stepInEpoch: 0,
      totals: [],
      best: improved ? { epoch: trained.epoch, accuracy } : state.best,
    };
    // Watchers first: one that finds the run broken must find the checkpoint before it whole.
    for (const watcher of watchers) await watcher.onEpochEnd?.(report);
    await checkpoints.begin(state.step).then(session.save);
    await checkpoints.publish(state, improved ? ["last", "best"] : ["last"]);
    if (options.earlyStop.shouldStop(state.best!.epoch, trained.epoch)) {
      reason = "early-stop";
      break;
    }
  }
  const outcome: RunOutcome = {
    reason,
    epochsDone: state.epoch,
    ...(state.best && { bestEpoch: state.best.epoch, bestAccuracy: state.best.accuracy }),
  };
  for (const watcher of watchers) await watcher.onStop?.(outcome);
  return outcome;
}

/** Steps from `state` to the end of its epoch, or to where the signal aborted. */
async function trainEpoch(
  options: TrainOptions,
  state: TrainingState,
  stepsPerEpoch: number,
): Promise<TrainingState> {
  const { session, checkpoints, watchers, epochs, batchSize, schedule, signal, now } = options;
  const { epoch } = state;
  const order = dataOrder(options.splits.train, options.labels, {
    batchSize,
    seed: options.seed,
    epoch,
  });
  const totals = [...state.totals];
  let seconds = state.seconds;
  let settledAt = now();
  let checkpointAt = seconds + options.checkpointSeconds;

  interface Pending {
    readonly stepInEpoch: number;
    readonly learningRate: number;
    readonly metrics: Promise<StepMetrics>;
  }
  const stateAfter = (stepInEpoch: number): TrainingState => ({
    ...state,
    stepInEpoch,
    step: epoch * stepsPerEpoch + stepInEpoch,
    totals: [...totals],
    seconds,
  });
  const settle = async ({ stepInEpoch, learningRate, metrics }: Pending): Promise<void> => {
    for (const [index, value] of (await metrics).entries()) {
      totals[index] = (totals[index] ?? 0) + value;
    }
    const loss = (await metrics)[0]!;
    seconds += (now() - settledAt) / 1000;
    settledAt = now();
    for (const watcher of watchers) {
      watcher.onStep?.({
        epoch,
        stepInEpoch,
        step: epoch * stepsPerEpoch + stepInEpoch,
        learningRate,
        loss,
        lossMean: totals[0]! / stepInEpoch,
        accuracy: totals[1 + options.outputs.length]! / stepInEpoch,
      });
    }
  };

  let pending: Pending | undefined;
  let made = state.stepInEpoch;
  while (made < stepsPerEpoch && !signal.aborted) {
    const step = epoch * stepsPerEpoch + made;
    const learningRate = learningRateAt(schedule, step, epochs * stepsPerEpoch);
    const metrics = session.step(order.batch(made), step, learningRate);
    metrics.catch(() => {}); // seen when it is settled, or not at all when an earlier step failed
    made += 1;
    // The next step is asked for before the last one is settled, so the session never waits for us.
    if (pending) await settle(pending);
    pending = { stepInEpoch: made, learningRate, metrics };
    if (seconds >= checkpointAt && made < stepsPerEpoch) {
      await settle(pending);
      pending = undefined;
      await checkpoints.begin(step + 1).then(session.save);
      await checkpoints.publish(stateAfter(made), ["last"]);
      checkpointAt = seconds + options.checkpointSeconds;
    }
  }
  if (pending) await settle(pending);
  return stateAfter(made);
}

/** Means of the epoch's steps, and the same metrics on the held-out pictures. */
async function epochReport(
  options: TrainOptions,
  { epoch, step, totals, seconds, stepInEpoch }: TrainingState,
  stepsPerEpoch: number,
): Promise<EpochReport> {
  const { outputs, batchSize, session, splits, labels } = options;
  const metrics: Partial<Record<MetricName, number>> = { loss: totals[0]! / stepInEpoch };
  for (const [index, output] of outputs.entries()) {
    metrics[`${output}_loss`] = totals[1 + index]! / stepInEpoch;
    metrics[`${output}_accuracy`] = totals[1 + outputs.length + index]! / stepInEpoch;
  }
  const heldOutLabels = splits.heldOut.map((at) => labels[at]!);
  for (const [output, logits] of await session.evaluate(splits.heldOut)) {
    const { top1, top5, loss } = scores(logits, heldOutLabels);
    metrics[`val_${output}_loss`] = loss;
    metrics[`val_${output}_accuracy`] = top1;
    if (output === "main_out") metrics.val_main_out_top5 = top5;
  }
  metrics.val_loss = weightedLoss(outputs, (output) => metrics[`val_${output}_loss`]!);
  return {
    epoch,
    learningRate: learningRateAt(options.schedule, step - 1, options.epochs * stepsPerEpoch),
    seconds,
    imagesPerSecond: (step * batchSize) / seconds,
    metrics: metrics as Record<MetricName, number>,
  };
}
