#!/usr/bin/env node
/** The entry of `eda`: explores, writes, tells, and maps what came out to an exit code. */
import { DatasetError } from "@inception-edge/dataset";
import {
  commandLineArguments,
  failureMessage,
  runCommandLine,
  UsageError,
} from "@inception-edge/host";
import { EXIT, HELP, runEda } from "./command.ts";

await runCommandLine(commandLineArguments(), {
  help: HELP,
  async run(context) {
    const { broken } = await runEda(context);
    return broken.length > 0 ? EXIT.ruleBroken : EXIT.fine;
  },
  explain,
  exitCodeOf: (error) => (isOfInput(error) ? EXIT.usage : EXIT.failed),
});

function explain(error: unknown): string {
  return isOfInput(error) ? error.message : failureMessage(error);
}

/** Whether the command line or the folder is wrong. */
function isOfInput(error: unknown): error is Error {
  return error instanceof UsageError || error instanceof DatasetError;
}
