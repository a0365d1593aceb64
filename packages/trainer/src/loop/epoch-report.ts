/** The results of an epoch: means of its steps' metrics, and the same metrics on the held-out images, if it is validated. */
import { scores } from "../evaluate/scores.ts";
import { weightedLoss } from "../program/losses.ts";
import { learningRateAt } from "../recipes/schedule.ts";
import type { TrainingState } from "../run/training-state.ts";
import type { EpochReport, MetricName } from "../watchers/watcher.ts";
import type { TrainOptions } from "./train-options.ts";

/** Puts the report together, and evaluates the held-out images if the epoch is to be validated. */
export async function epochReport(
  options: TrainOptions,
  {
    from,
    to,
    stepsPerEpoch,
  }: {
    /** The state in which this process started the epoch. */
    readonly from: TrainingState;
    /** The state after the epoch's last step. */
    readonly to: TrainingState;
    readonly stepsPerEpoch: number;
  },
  { isValidated }: { readonly isValidated: boolean },
): Promise<EpochReport> {
  const { epoch, step, totals, seconds, stepInEpoch } = to;
  const { outputs, batchSize, splits } = options;
  const metrics: Metrics = { loss: totals[0]! / stepInEpoch };
  for (const [index, output] of outputs.entries()) {
    metrics[`${output}_loss`] = totals[1 + index]! / stepInEpoch;
    metrics[`${output}_accuracy`] = totals[1 + outputs.length + index]! / stepInEpoch;
  }
  if (isValidated && splits.heldOut.length > 0)
    Object.assign(metrics, await heldOutMetrics(options));
  return {
    epoch,
    learningRate: learningRateAt(options.schedule, step - 1, options.epochs * stepsPerEpoch),
    seconds,
    imagesPerSecond:
      step > from.step
        ? ((step - from.step) * batchSize) / (seconds - from.seconds)
        : (step * batchSize) / seconds, // resumed when only the validation was missing
    metrics: metrics as Record<MetricName, number>,
  };
}

type Metrics = Partial<Record<MetricName, number>>;

async function heldOutMetrics({
  outputs,
  session,
  splits,
  labels,
}: TrainOptions): Promise<Metrics> {
  const metrics: Metrics = {};
  await session.estimateStatistics();
  const heldOutLabels = splits.heldOut.map((index) => labels[index]!);
  for (const [output, logits] of await session.evaluate(splits.heldOut)) {
    const { top1, top5, loss } = scores(logits, heldOutLabels);
    metrics[`held_out_${output}_loss`] = loss;
    metrics[`held_out_${output}_accuracy`] = top1;
    if (output === "main_out") metrics.held_out_main_out_top5 = top5;
  }
  metrics.held_out_loss = weightedLoss(outputs, (output) => metrics[`held_out_${output}_loss`]!);
  return metrics;
}
