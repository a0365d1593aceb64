#!/usr/bin/env node
/** Entry point of `classify`: classifies, or merges shards if that is the first argument; exit codes. */
import { BundleError } from "@inception-edge/bundle";
import {
  commandLineArguments,
  failureMessage,
  runCommandLine,
  UsageError,
} from "@inception-edge/host";
import { InferenceError } from "@inception-edge/inference";
import { CLASSIFY_HELP, runClassify } from "./command/classify-command.ts";
import { MERGE_HELP, runMerge } from "./command/merge-command.ts";
import { EXIT } from "./exit-codes.ts";
import { InputError } from "./input/input-error.ts";
import { OutputError } from "./output/output-error.ts";

const args = commandLineArguments();
const isMerge = args[0] === "merge";

await runCommandLine(isMerge ? args.slice(1) : args, {
  help: isMerge ? MERGE_HELP : `${CLASSIFY_HELP}\n\nMerging shards: merge --help`,
  run: isMerge ? runMerge : runClassify,
  explain: (error) => (isPlain(error) ? (error as Error).message : failureMessage(error)),
  exitCodeOf: (error) => (isHopeless(error) ? EXIT.usage : EXIT.failed),
});

/** What another try would fail at too. */
function isHopeless(error: unknown): boolean {
  return [UsageError, BundleError, OutputError, RangeError].some((kind) => error instanceof kind);
}

/** Errors whose messages are made for users. */
function isPlain(error: unknown): boolean {
  return isHopeless(error) || [InputError, InferenceError].some((kind) => error instanceof kind);
}
