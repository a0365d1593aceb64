/**
 * What commands need from the machine and the terminal: flags, messages, files, locks, processes and progress. Node only;
 * knows nothing about images, networks or HTTP.
 *
 * @example
 * ```ts
 * import { flag, integer, parseFlags } from "@inception-edge/host";
 *
 * const table = { threads: flag("N", "threads at work", integer(1, 64)) };
 * const { flags, positionals } = parseFlags(table, ["--threads", "4", "cat.jpg"]);
 * console.log(flags.threads, positionals.length); // 4 1
 * ```
 *
 * @module
 */
export {
  describeFlags,
  flag,
  parseFlags,
  parseFlagsOnly,
  toggle,
  UsageError,
  type Flags,
  type FlagTable,
} from "./command-line/flags.ts";
export { describeError } from "./describe-error.ts";
export { failureMessage, type SystemFaults } from "./command-line/failure-message.ts";
export { outliveReaders } from "./command-line/outlive-readers.ts";
export { requireOpenFiles } from "./command-line/require-open-files.ts";
export {
  commandLineArguments,
  INTERRUPTED,
  runCommandLine,
  type CommandLine,
  type Invocation,
  type Surroundings,
} from "./command-line/run-command-line.ts";
export { shellWord } from "./command-line/shell-word.ts";
export { streamTerminal, type Terminal } from "./command-line/terminal.ts";

export { cacheDirectory } from "./files/cache-directory.ts";
export { explainWriteError, requireSpace, type SpaceNeed } from "./files/disk-space.ts";
export { withLock, withLockInTurn } from "./files/lock.ts";
export { createStaging } from "./files/staging.ts";
export { writeJson, writeWhole } from "./files/whole-file.ts";

export { isProcessAlive, processStart } from "./processes/process-identity.ts";
export { startProgress, type Progress } from "./processes/progress.ts";
export { runCommand } from "./processes/run-command.ts";
export { startWorker } from "./processes/start-worker.ts";
export {
  NO_MORE_TASKS,
  workThrough,
  type NoMoreTasks,
  type WorkThroughOptions,
} from "./processes/work-through.ts";

export { formatBytes, formatCount, formatInteger, formatList, formatPercent } from "./words.ts";

export { anyText, integer, number, oneOf } from "./values.ts";
