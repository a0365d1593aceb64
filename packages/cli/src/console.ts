/** What a command says to a person: lines that stay, and one passing line that the next one replaces. */

export interface Console {
  line(text?: string): void;
  /** Rewritten in place on a terminal; elsewhere a line now and then. */
  progress(text: string): void;
}

const QUIET_MS = 10_000;

/** A console on a stream such as `process.stdout`. */
export function streamConsole(
  stream: { write(text: string): unknown; readonly isTTY?: boolean; readonly columns?: number },
  now: () => number = Date.now,
): Console {
  let passing = false;
  let quietUntil = 0;
  return {
    line(text = "") {
      stream.write(`${passing ? ERASE_LINE : ""}${text}\n`);
      passing = false;
    },
    progress(text) {
      if (stream.isTTY) {
        stream.write(ERASE_LINE + text.slice(0, (stream.columns ?? 80) - 1));
        passing = true;
      } else if (now() >= quietUntil) {
        stream.write(`${text}\n`);
        quietUntil = now() + QUIET_MS;
      }
    },
  };
}

const ERASE_LINE = "\r\u001b[2K";
