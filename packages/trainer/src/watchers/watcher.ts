/**
 * The reports of the training loop, and the watchers that receive them. The loop calls every watcher in order and waits
 * for `onStart`, `onEpochEnd` and `onStop`; `onStep` is called at every step, so it must be fast. An error in a watcher
 * ends the run. Accuracies are fractions, 0 to 1.
 */

const heads = ["main_out", "aux1", "aux2"] as const;
type Head = (typeof heads)[number];

type TrainMetric = "loss" | `${Head}_loss` | `${Head}_accuracy`;

/** `loss` is the weighted sum of the heads' losses; metrics with `held_out_` are measured on the held-out images after an epoch. */
export type MetricName = TrainMetric | `held_out_${TrainMetric}` | "held_out_main_out_top5";

const trainMetrics: readonly TrainMetric[] = [
  "loss",
  ...heads.map((head) => `${head}_loss` as const),
  ...heads.map((head) => `${head}_accuracy` as const),
];

/** Every metric in the order of logs. A run without auxiliary heads reports only some of them. */
export const metricNames: readonly MetricName[] = [
  ...trainMetrics,
  ...trainMetrics.map((name) => `held_out_${name}` as const),
  "held_out_main_out_top5",
];

/** The start of a run, or of its continuation. */
export interface RunStart {
  /** Epochs of the whole run, including those already done. */
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  readonly batchSize: number;
  /** Epoch of the next step, from 0. A resumed run may start in the middle of it. */
  readonly startEpoch: number;
  /** Steps already done; the first report is for step `startStep + 1`. */
  readonly startStep: number;
  readonly runFolder: string;
}

/** The results of a step. */
export interface StepReport {
  /** From 0. */
  readonly epoch: number;
  /** From 1. */
  readonly stepInEpoch: number;
  /** Over all epochs, from 1. */
  readonly step: number;
  readonly learningRate: number;
  /** This step's loss, the weighted sum over the outputs. */
  readonly loss: number;
  /** Accuracy of `main_out`, mean over the epoch so far. */
  readonly accuracy: number;
  /** Mean of `loss` over the epoch so far. */
  readonly lossMean: number;
}

/** The results of an epoch. */
export interface EpochReport {
  /** From 0. */
  readonly epoch: number;
  /** Learning rate of the epoch's last step. */
  readonly learningRate: number;
  /** Seconds of training since the run started, without evaluation. */
  readonly seconds: number;
  readonly imagesPerSecond: number;
  readonly metrics: Readonly<Record<MetricName, number>>;
}

/** How a run ended. */
export interface RunOutcome {
  readonly reason: "finished" | "early-stop" | "interrupted" | "diverged" | "failed";
  readonly epochsDone: number;
  /** Epoch of the best `held_out_main_out_accuracy`, from 0; absent before the first validation. */
  readonly bestEpoch?: number;
  readonly bestAccuracy?: number;
}

/** Receives the reports. */
export interface Watcher {
  onStart?(start: RunStart): void | Promise<void>;
  onStep?(report: StepReport): void;
  onEpochEnd?(report: EpochReport): void | Promise<void>;
  onStop?(outcome: RunOutcome): void | Promise<void>;
}
