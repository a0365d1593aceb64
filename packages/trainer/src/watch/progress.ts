/** The progress display: one passing line while steps are made, and a line that stays for every epoch. */
import type { Console } from "@inception-edge/cli";
import { createPace, type Pace } from "./pace.ts";
import { epochLine, progressLine, startLine, stopLine } from "./progress-line.ts";
import type { RunStart, Watcher } from "./watcher.ts";

export interface ProgressOptions {
  readonly console: Console;
  /** Milliseconds. */
  readonly now: () => number;
}

/** The passing line is written at most ten times a second. */
const INTERVAL_MS = 100;

export function progress({ console, now }: ProgressOptions): Watcher {
  let start: RunStart;
  let pace: Pace;
  let writtenAt: number;

  return {
    onStart(runStart) {
      start = runStart;
      pace = createPace(start);
      writtenAt = now();
      console.line(startLine(start));
    },
    onStep(report) {
      const estimate = pace.step(report, now());
      if (now() - writtenAt < INTERVAL_MS) return;
      writtenAt = now();
      console.progress(progressLine(report, { start, estimate, columns: console.columns() }));
    },
    onEpochEnd(report) {
      pace.epochEnd(now());
      console.line(epochLine(report, start.epochs));
    },
    onStop(outcome) {
      console.line(stopLine(outcome, start.epochs));
    },
  };
}
