/**
 * What our command lines share: flags as a table, a console, and the place that a `--dataset` names.
 *
 * @module
 */
export type { Console } from "./console.ts";
export { streamConsole } from "./console.ts";
export type { Flags, FlagTable } from "./flags.ts";
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
} from "./flags.ts";
export type { DatasetPlace, Surroundings } from "./locate-dataset.ts";
export { locateDataset } from "./locate-dataset.ts";
export type { CommandLine, Invocation } from "./run-command-line.ts";
export { outliveReaders } from "./outlive-readers.ts";
export { requireOpenFiles } from "./require-open-files.ts";
export type { SystemFaults } from "./words-of-failure.ts";
export { wordsOfFailure } from "./words-of-failure.ts";
export { writeJson, writeWhole } from "./write-whole.ts";
export { commandLineArguments, INTERRUPTED, runCommandLine } from "./run-command-line.ts";
