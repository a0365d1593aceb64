/**
 * Estimates training speed and remaining time. The speed is that of the last seconds; the pause after an epoch
 * (validation, checkpoint) is measured separately, so that it does not lower the speed but counts in the remaining time.
 * The caller passes the time, in milliseconds.
 */
import type { RunStart, StepReport } from "./watcher.ts";

/** Speed and remaining time. */
export interface Estimate {
  readonly imagesPerSecond: number;
  /** Seconds to the end of the epoch's steps. */
  readonly epochSeconds: number;
  /** Seconds to the end of the run, without early stopping. */
  readonly runSeconds: number;
}

/** Measures the speed of one run. */
export interface Pace {
  /** Registers a step; returns an estimate from the second step on. */
  step(report: StepReport, now: number): Estimate | undefined;
  /** Registers the end of an epoch's validation. */
  epochEnd(now: number): void;
}

/** The speed is that of the last twenty seconds, ms. */
const WINDOW = 20_000;

/** Starts measuring. */
export function createPace({ epochs, stepsPerEpoch, batchSize }: RunStart): Pace {
  /** Steps in the window, oldest first, with their times on a clock that stops during pauses. */
  const recent: { readonly step: number; readonly time: number }[] = [];
  let paused = 0;
  let lastPause = 0;
  let lastStepAt: number | undefined;

  return {
    step(report, now) {
      lastStepAt = now;
      recent.push({ step: report.step, time: now - paused });
      while (recent.length > 2 && recent[1]!.time <= now - paused - WINDOW) recent.shift();

      const first = recent[0]!;
      const elapsed = (now - paused - first.time) / 1000;
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
