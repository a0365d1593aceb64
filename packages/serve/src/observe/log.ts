/** Logs as JSON, one object per line. They never contain an image's bytes, a key or a file name. */

/** Fields of a log line; `event` tells what happened. */
export type LogEntry = Readonly<Record<string, unknown>> & { readonly event: string };

/** Writes one log line. */
export type Log = (level: "info" | "warn" | "error", entry: LogEntry) => void;

/** A log that writes each line with its time. */
export function jsonLog(write: (line: string) => void, now: () => Date): Log {
  return function log(level, entry) {
    write(JSON.stringify({ time: now().toISOString(), level, ...entry }));
  };
}

/** The message of anything that was thrown, with the stack trace if it is our fault. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // V8 has messages such as "Cannot read properties of …" too.
  const isOurs =
    error.message.startsWith("Cannot ") &&
    !(error instanceof TypeError || error instanceof ReferenceError);
  return isOurs ? error.message : (error.stack ?? error.message);
}
