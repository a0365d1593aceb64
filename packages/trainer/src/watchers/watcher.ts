/**
 * What the training loop tells, and who may listen. The loop calls every watcher in order and waits for
 * `onStart`, `onEpochEnd` and `onStop`; `onStep` is on the path of every step, so it returns at once.
 * A watcher that throws ends the run. Accuracies are fractions, 0 to 1.
 */

const heads = ["main_out", "aux1", "aux2"] as const;
type Head = (typeof heads)[number];

type TrainMetric = "loss" | `${Head}_loss` | `${Head}_accuracy`;

/** `loss` is the weighted sum of the heads'; `held_out_` is measured on the held-out images after an epoch. */
export type MetricName = TrainMetric | `held_out_${TrainMetric}` | "held_out_main_out_top5";

const trainMetrics: readonly TrainMetric[] = [
  "loss",
  ...heads.map((head) => `${head}_loss` as const),
  ...heads.map((head) => `${head}_accuracy` as const),
];

/** Every metric in the order of logs. A run without auxiliary heads reports only part of them. */
export const metricNames: readonly MetricName[] = [
  ...trainMetrics,
  ...trainMetrics.map((name) => `held_out_${name}` as const),
  "held_out_main_out_top5",
];

export interface RunStart {
  /** Epochs of the whole run, those already done included. */
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  readonly batchSize: number;
  /** Epoch of the next step, from 0. A resumed run may begin in the middle of it. */
  readonly startEpoch: number;
  /** Steps already done; the first report is of step `startStep + 1`. */
  readonly startStep: number;
  readonly runFolder: string;
}

export interface StepReport {
  /** From 0. */
  readonly epoch: number;
  /** From 1. */
  readonly stepInEpoch: number;
  /** Over all epochs, from 1. */
  readonly step: number;
  readonly learningRate: number;
  /** Weighted sum over the outputs, of this step. */
  readonly loss: number;
  /** Of `main_out`, mean over the epoch so far. */
  readonly accuracy: number;
  /** Mean of `loss` over the epoch so far. */
  readonly lossMean: number;
}

export interface EpochReport {
  /** From 0. */
  readonly epoch: number;
  /** Of the epoch's last step. */
  readonly learningRate: number;
  /** Seconds spent in steps since the run began, without evaluation. */
  readonly seconds: number;
  readonly imagesPerSecond: number;
  readonly metrics: Readonly<Record<MetricName, number>>;
}

export interface RunOutcome {
  readonly reason: "finished" | "early-stop" | "interrupted" | "diverged" | "failed";
  readonly epochsDone: number;
  /** Epoch of the best `held_out_main_out_accuracy`, from 0; absent before the first validation. */
  readonly bestEpoch?: number;
  readonly bestAccuracy?: number;
}

export interface Watcher {
  onStart?(start: RunStart): void | Promise<void>;
  onStep?(report: StepReport): void;
  onEpochEnd?(report: EpochReport): void | Promise<void>;
  onStop?(outcome: RunOutcome): void | Promise<void>;
}
