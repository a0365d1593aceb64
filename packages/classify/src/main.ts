#!/usr/bin/env node
/** Entry point of `classify`: classifies, or merges shards if that is the first argument; exit codes. */
import { commandLineArguments, runCommandLine } from "@inception-edge/host";
import { CLASSIFY_HELP, runClassify } from "./command/classify-command.ts";
import { exitCodeOf, explain } from "./command/failures.ts";
import { MERGE_HELP, runMerge } from "./command/merge-command.ts";

const args = commandLineArguments();
const isMerge = args[0] === "merge";

await runCommandLine(isMerge ? args.slice(1) : args, {
  help: isMerge ? MERGE_HELP : `${CLASSIFY_HELP}\n\nMerging shards: merge --help`,
  run: isMerge ? runMerge : runClassify,
  explain,
  exitCodeOf,
});
