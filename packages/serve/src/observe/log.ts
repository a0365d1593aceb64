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
