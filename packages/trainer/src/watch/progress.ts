/**
 * The progress display. On a terminal one line is rewritten in place, never wider than the window; elsewhere
 * (a log file, CI) plain lines appear at intervals. Both keep one line per epoch.
 */
import { createPace, type Pace } from "./pace.ts";
import { epochLine, progressLine, startLine, stopLine } from "./progress-line.ts";
import type { RunStart, Watcher } from "./watcher.ts";

export interface ProgressOptions {
  /** Milliseconds. */
  readonly now: () => number;
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
  /** Width of the terminal: asked at every line, as windows change. */
  readonly columns: () => number;
  /** Between two lines where there is no terminal. */
  readonly everySeconds?: number;
}

/** A terminal's line is rewritten at most ten times a second. */
const TERMINAL_SECONDS = 0.1;
/** Back to the first column, and clear what was there (ECMA-48 §8.3.41, EL). */
const REWRITE = "\r\u001B[K";

export function progress(options: ProgressOptions): Watcher {
  const { now, write, isTerminal, columns, everySeconds = 10 } = options;
  const interval = (isTerminal ? TERMINAL_SECONDS : everySeconds) * 1000;
  let start: RunStart;
  let pace: Pace;
  let writtenAt: number;

  const writeLine = (text: string): void => write(`${isTerminal ? REWRITE : ""}${text}\n`);

  return {
    onStart(runStart) {
      start = runStart;
      pace = createPace(start);
      writtenAt = now();
      writeLine(startLine(start));
    },
    onStep(report) {
      const estimate = pace.step(report, now());
      if (now() - writtenAt < interval) return;
      writtenAt = now();
      if (isTerminal) {
        // A line that fills the last column would make some terminals wrap.
        write(REWRITE + progressLine(report, { start, estimate, columns: columns() - 1 }));
      } else {
        writeLine(progressLine(report, { start, estimate, columns: Number.POSITIVE_INFINITY }));
      }
    },
    onEpochEnd(report) {
      pace.epochEnd(now());
      writeLine(epochLine(report, start.epochs));
    },
    onStop(outcome) {
      writeLine(stopLine(outcome, start.epochs));
    },
  };
}
