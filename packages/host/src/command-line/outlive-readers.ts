/** What a command prints is for whoever reads it; when nobody does any more, the work goes on. */

/**
 * Without it `| head` ends a process in the middle of its work, with a trace: Node raises what a closed pipe, a
 * terminal that is gone or a full disk answers to a write.
 */
export function outliveReaders(
  streams: readonly NodeJS.EventEmitter[] = [process.stdout, process.stderr],
): void {
  for (const stream of streams) stream.on("error", () => {});
}
