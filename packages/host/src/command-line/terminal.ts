/** What a command says to a person: lines that stay, and one passing line that the next one replaces. */

export interface Terminal {
  line(text?: string): void;
  /** Rewritten in place on a terminal, never wider than it; elsewhere a line now and then. */
  progress(text: string): void;
  /** Characters of a passing line: asked each time, as windows change; infinite where nothing is rewritten. */
  columns(): number;
}

const QUIET_MS = 10_000;
/** Back to the first column, and clear the line (ECMA-48 §8.3.41, EL). */
const ERASE_LINE = "\r\u001b[2K";

/** A terminal on a stream such as `process.stdout`. */
export function streamTerminal(
  stream: { write(text: string): unknown; readonly isTTY?: boolean; readonly columns?: number },
  now: () => number = Date.now,
): Terminal {
  let passing = false;
  let quietUntil = 0;
  // A line that fills the last column would make some terminals wrap.
  const columns = (): number => (stream.isTTY ? (stream.columns ?? 80) - 1 : Infinity);
  return {
    line(text = "") {
      stream.write(`${passing ? ERASE_LINE : ""}${text}\n`);
      passing = false;
    },
    progress(text) {
      if (stream.isTTY) {
        stream.write(ERASE_LINE + text.slice(0, columns()));
        passing = true;
      } else if (now() >= quietUntil) {
        stream.write(`${text}\n`);
        quietUntil = now() + QUIET_MS;
      }
    },
    columns,
  };
}
