/**
 * What a command needs of the machine and the terminal, and what it says to whoever runs it. Node only; knows nothing
 * of images, networks or HTTP.
 *
 * @module
 */
export {
  describeFlags,
  flag,
  integer,
  number,
  oneOf,
  parseFlags,
  parseFlagsOnly,
  toggle,
  UsageError,
  type Flags,
  type FlagTable,
} from "./command-line/flags.ts";
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
export { streamTerminal, type Terminal } from "./command-line/terminal.ts";

export { cacheDirectory } from "./files/cache-directory.ts";
export { explainWriteError, requireSpace, type SpaceNeed } from "./files/disk-space.ts";
export { withLock } from "./files/lock.ts";
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
