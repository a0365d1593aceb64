/**
 * How fast training goes and how long the rest of it will take. Speed is that of the last seconds; the
 * pause after an epoch (validation, checkpoint) is measured apart, so it neither dents the speed nor is
 * forgotten in the estimate. Knows no clock: the caller says what time it is, in milliseconds.
 */
import type { RunStart, StepReport } from "./watcher.ts";

export interface Estimate {
  readonly imagesPerSecond: number;
  /** Seconds to the end of the epoch's steps. */
  readonly epochSeconds: number;
  /** Seconds to the end of the run, if it is not stopped early. */
  readonly runSeconds: number;
}

export interface Pace {
  /** Takes a step in; an estimate from the second one on. */
  step(report: StepReport, now: number): Estimate | undefined;
  /** Tells that validation is over. */
  epochEnd(now: number): void;
}

/** Speed is measured over the last twenty seconds. */
const WINDOW = 20_000;

export function createPace({ epochs, stepsPerEpoch, batchSize }: RunStart): Pace {
  /** Steps of the window, oldest first, on a clock that stands still in the pauses. */
  const recent: { readonly step: number; readonly at: number }[] = [];
  let paused = 0;
  let lastPause = 0;
  let lastStepAt: number | undefined;

  return {
    step(report, now) {
      lastStepAt = now;
      recent.push({ step: report.step, at: now - paused });
      while (recent.length > 2 && recent[1]!.at <= now - paused - WINDOW) recent.shift();

      const first = recent[0]!;
      const elapsed = (now - paused - first.at) / 1000;
      if (elapsed <= 0) return undefined;
      const stepSeconds = elapsed / (report.step - first.step);
      const stepsLeft = epochs * stepsPerEpoch - report.step;
      const pausesLeft = epochs - report.epoch;
      return {
        imagesPerSecond: batchSize / stepSeconds,
        epochSeconds: (stepsPerEpoch - report.stepInEpoch) * stepSeconds,
        runSeconds: stepsLeft * stepSeconds + (pausesLeft * lastPause) / 1000,
      };
    },
    epochEnd(now) {
      lastPause = lastStepAt === undefined ? 0 : now - lastStepAt;
      paused += lastPause;
    },
  };
}
