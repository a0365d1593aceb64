/** The progress display: one line that is updated during an epoch, and a permanent line for each epoch. */
import type { Terminal } from "@inception-edge/host";
import { createPace, type Pace } from "./pace.ts";
import { epochLine, progressLine, startLine, stopLine } from "./progress-line.ts";
import type { RunStart, Watcher } from "./watcher.ts";

/** Options of {@link progress}. */
export interface ProgressOptions {
  readonly terminal: Terminal;
  /** A clock, in milliseconds. */
  readonly now: () => number;
}

/** The line is updated at most ten times a second. */
const INTERVAL_MS = 100;

/** The watcher that displays progress. */
export function progress({ terminal, now }: ProgressOptions): Watcher {
  let start: RunStart;
  let pace: Pace;
  let writtenAt: number;

  return {
    onStart(runStart) {
      start = runStart;
      pace = createPace(start);
      writtenAt = now();
      terminal.line(startLine(start));
    },
    onStep(report) {
      const estimate = pace.step(report, now());
      if (now() - writtenAt < INTERVAL_MS) return;
      writtenAt = now();
      terminal.progress(progressLine(report, { start, estimate, columns: terminal.columns() }));
    },
    onEpochEnd(report) {
      pace.epochEnd(now());
      terminal.line(epochLine(report, start.epochs));
    },
    onStop(outcome) {
      terminal.line(stopLine(outcome, start.epochs));
    },
  };
}
