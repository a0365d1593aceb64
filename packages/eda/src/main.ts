#!/usr/bin/env node
/** The entry of `eda`: explores, writes, tells, and maps what came out to an exit code. */
import { commandLineArguments, runCommandLine, UsageError } from "@inception-edge/cli";
import { DatasetError } from "@inception-edge/dataset";
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

/** Our own messages as they are; anything else is a defect, and its trace is what helps. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return `Failed: ${String(error)}`;
  // V8 writes "Cannot read properties of …" too.
  const isDefect = error instanceof TypeError || error instanceof ReferenceError;
  const isOurs = isOfInput(error) || (error.message.startsWith("Cannot ") && !isDefect);
  return isOurs ? error.message : (error.stack ?? error.message);
}

/** Whether the command line or the folder is wrong. */
function isOfInput(error: unknown): boolean {
  return error instanceof UsageError || error instanceof DatasetError;
}
