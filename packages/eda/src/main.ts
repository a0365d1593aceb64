#!/usr/bin/env node
/** Entry point of `eda`: runs the command and maps its outcome to an exit code. */
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
  exitCodeOf: (error) => (isInputError(error) ? EXIT.usage : EXIT.failed),
});

function explain(error: unknown): string {
  return isInputError(error) ? error.message : failureMessage(error);
}

/** Whether the command line or the folder is wrong. */
function isInputError(error: unknown): error is Error {
  return error instanceof UsageError || error instanceof DatasetError;
}
