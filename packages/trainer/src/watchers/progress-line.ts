/** The texts of the progress display. Pure, so that every width can be tested. */
import { formatCount, formatPercent } from "@inception-edge/host";
import type { Estimate } from "./pace.ts";
import type { EpochReport, RunOutcome, RunStart, StepReport } from "./watcher.ts";

const GAP = "  ";
const WIDEST_BAR = 24;
const NARROWEST_BAR = 6;

/** Options of {@link progressLine}. */
export interface ProgressLineOptions {
  readonly start: RunStart;
  readonly estimate: Estimate | undefined;
  /** Maximum length of the line: the bar is dropped first, then the least important parts. */
  readonly columns: number;
}

/** The state of the run after a step, on one line; without a bar if `columns` is infinite. */
export function progressLine(report: StepReport, options: ProgressLineOptions): string {
  const { start, estimate, columns } = options;
  const done = report.stepInEpoch / start.stepsPerEpoch;
  const head = `epoch ${report.epoch + 1}/${start.epochs}`;
  // Most important first.
  const parts = [
    `${Math.floor(done * 100)} %`.padStart(4),
    `loss ${report.lossMean.toFixed(3)}`,
    `acc ${formatPercent(report.accuracy, 1)}`,
    ...(estimate
      ? [
          `${duration(estimate.epochSeconds)} left`,
          `run ${duration(estimate.runSeconds)}`,
          `${speed(estimate.imagesPerSecond)} images/s`,
        ]
      : []),
  ];
  while (parts.length > 1 && [head, ...parts].join(GAP).length > columns) parts.pop();
  const bare = [head, ...parts].join(GAP);
  const room = Math.min(columns - bare.length - GAP.length, WIDEST_BAR);
  const line =
    room < NARROWEST_BAR || columns === Number.POSITIVE_INFINITY
      ? bare
      : [head, bar(done, room), ...parts].join(GAP);
  return line.slice(0, Math.max(columns, 0));
}

/** The results of an epoch; of the held-out images only if there are any. */
export function epochLine(report: EpochReport, epochs: number): string {
  const { metrics } = report;
  const accuracy: number | undefined = metrics.held_out_main_out_accuracy;
  return [
    `epoch ${report.epoch + 1}/${epochs}`,
    `loss ${metrics.main_out_loss.toFixed(3)}`,
    `accuracy ${formatPercent(metrics.main_out_accuracy, 1)}`,
    ...(accuracy === undefined
      ? []
      : [
          `held-out loss ${metrics.held_out_main_out_loss.toFixed(3)}`,
          `held-out accuracy ${formatPercent(accuracy, 1)}`,
          `held-out top-5 ${formatPercent(metrics.held_out_main_out_top5, 1)}`,
        ]),
    `${speed(report.imagesPerSecond)} images/s`,
  ].join(GAP);
}

/** Announces the training. */
export function startLine({ epochs, stepsPerEpoch, batchSize, startStep }: RunStart): string {
  const whole = `${formatCount(epochs, "epoch")} of ${formatCount(stepsPerEpoch, "step")}, ${batchSize} images each`;
  return startStep === 0
    ? `Training ${whole}`
    : `Resuming after step ${startStep} of ${epochs * stepsPerEpoch}: ${whole}`;
}

/** How the run ended. */
export function stopLine(outcome: RunOutcome, epochs: number): string {
  const { reason, epochsDone, bestEpoch, bestAccuracy } = outcome;
  // The error message that follows says where and why.
  if (reason === "diverged" || reason === "failed") return "Training ended with an error";
  const ended = {
    finished: "Finished",
    "early-stop": "Stopped early (no further improvement)",
    interrupted: "Interrupted (continue with --resume)",
  }[reason];
  const best =
    bestEpoch === undefined || bestAccuracy === undefined
      ? ""
      : `; best held-out accuracy ${formatPercent(bestAccuracy, 1)} in epoch ${bestEpoch + 1}`;
  return `${ended} after ${epochsDone} of ${formatCount(epochs, "epoch")}${best}`;
}

/** "0:07", "12:10", "3:04:05". */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  const rest = twoDigits(whole % 60);
  return minutes < 60
    ? `${minutes}:${rest}`
    : `${Math.floor(minutes / 60)}:${twoDigits(minutes % 60)}:${rest}`;
}

const twoDigits = (value: number): string => String(value).padStart(2, "0");

const speed = (perSecond: number): string => perSecond.toFixed(perSecond < 10 ? 1 : 0);

function bar(done: number, width: number): string {
  const filled = Math.floor(done * width);
  return "━".repeat(filled) + "─".repeat(width - filled);
}
