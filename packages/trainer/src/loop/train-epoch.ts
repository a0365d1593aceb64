/** Runs the steps of one epoch, and saves checkpoints in between. */
import { learningRateAt, trainSizeAt } from "../recipes/schedule.ts";
import type { TrainingState } from "../run/training-state.ts";
import { dataOrder } from "./data-order.ts";
import type { TimedSaves } from "./save-checkpoint.ts";
import type { StepMetrics } from "./steps-ahead.ts";
import type { TrainOptions } from "./train-options.ts";

/** Trains from `state` to the end of its epoch, or until the signal aborts; returns the new state. */
export async function trainEpoch(
  options: TrainOptions,
  state: TrainingState,
  { stepsPerEpoch, saves }: { readonly stepsPerEpoch: number; readonly saves: TimedSaves },
): Promise<TrainingState> {
  const { session, watchers, epochs, batchSize, schedule, signal, now } = options;
  const { epoch } = state;
  const order = dataOrder(options.splits.train, options.labels, {
    batchSize,
    seed: options.seed,
    epoch,
    balance: options.balance,
  });
  const totals = [...state.totals];
  let seconds = state.seconds;
  let settledAt = now();

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
    const values = await metrics;
    for (const [index, value] of values.entries()) totals[index] = (totals[index] ?? 0) + value;
    seconds += (now() - settledAt) / 1000;
    settledAt = now();
    for (const watcher of watchers) {
      watcher.onStep?.({
        epoch,
        stepInEpoch,
        step: epoch * stepsPerEpoch + stepInEpoch,
        learningRate,
        loss: values[0]!,
        lossMean: totals[0]! / stepInEpoch,
        accuracy: totals[1 + options.outputs.length]! / stepInEpoch,
      });
    }
  };

  const pending: Pending[] = [];
  const settleAllBut = async (count: number): Promise<void> => {
    while (pending.length > count) await settle(pending.shift()!);
  };
  let requested = state.stepInEpoch;
  while (requested < stepsPerEpoch && !signal.aborted) {
    const step = epoch * stepsPerEpoch + requested;
    const learningRate = learningRateAt(schedule, step, epochs * stepsPerEpoch);
    const size = trainSizeAt(options.trainSizes, step, epochs * stepsPerEpoch);
    const metrics = session.step(order.batch(requested), step, learningRate, size);
    metrics.catch(() => {}); // handled when it is settled, or not at all if an earlier step fails
    requested += 1;
    pending.push({ stepInEpoch: requested, learningRate, metrics });
    // Steps are requested before the last ones are settled, so that the session never waits.
    await settleAllBut(session.stepsAhead ?? 1);
    if (saves.isDue(seconds) && requested < stepsPerEpoch) {
      await settleAllBut(0);
      await saves.save(stateAfter(requested));
      settledAt = now(); // saving does not count as training
    }
  }
  await settleAllBut(0);
  return stateAfter(requested);
}
