/** Output to the user: permanent lines, and one progress line that is overwritten. */

export interface Terminal {
  /** Writes a permanent line. */
  line(text?: string): void;
  /** Overwrites the progress line, cut to the terminal's width; if not a terminal, writes a line every 10 s. */
  progress(text: string): void;
  /** The current width of a progress line in characters; infinite if not a terminal. */
  columns(): number;
}

const QUIET_MS = 10_000;
/** Returns to the first column and clears the line (ECMA-48 §8.3.41, EL). */
const ERASE_LINE = "\r\u001b[2K";

/** A terminal on a stream such as `process.stdout`. */
export function streamTerminal(
  stream: { write(text: string): unknown; readonly isTTY?: boolean; readonly columns?: number },
  now: () => number = Date.now,
): Terminal {
  let hasProgressLine = false;
  let quietUntil = 0;
  // Some terminals wrap a line that fills the last column.
  const columns = (): number => (stream.isTTY ? (stream.columns ?? 80) - 1 : Infinity);
  return {
    line(text = "") {
      stream.write(`${hasProgressLine ? ERASE_LINE : ""}${text}\n`);
      hasProgressLine = false;
    },
    progress(text) {
      if (stream.isTTY) {
        stream.write(ERASE_LINE + text.slice(0, columns()));
        hasProgressLine = true;
      } else if (now() >= quietUntil) {
        stream.write(`${text}\n`);
        quietUntil = now() + QUIET_MS;
      }
    },
    columns,
  };
}
