/** Lets a command finish its work even if nobody reads its output any more. */

/**
 * Ignores write errors of the output. Otherwise `| head`, a closed terminal or a full disk would end the process in the
 * middle of its work with a stack trace.
 */
export function outliveReaders(
  streams: readonly NodeJS.EventEmitter[] = [process.stdout, process.stderr],
): void {
  for (const stream of streams) stream.on("error", () => {});
}
