#!/usr/bin/env node
/** Entry point of `eda`: runs the command that the first argument names and maps its outcome to an exit code. */
import { DatasetError, RelabelError } from "@inception-edge/dataset";
import {
  commandLineArguments,
  failureMessage,
  runCommandLine,
  UsageError,
} from "@inception-edge/host";
import { EXIT } from "./command.ts";
import { commands, describeCommands, type Command } from "./commands.ts";

const args = commandLineArguments();
const named = args[0] !== undefined && Object.hasOwn(commands, args[0]);
const command: Command = named ? commands[args[0] as keyof typeof commands] : commands.report;

await runCommandLine(named ? args.slice(1) : args, {
  help: named ? command.help : `${command.help}\n\n${describeCommands()}`,
  run: (invocation) => command.run(invocation),
  explain,
  exitCodeOf: (error) => (isInputError(error) ? EXIT.usage : EXIT.failed),
});

function explain(error: unknown): string {
  return isInputError(error) ? error.message : failureMessage(error);
}

/** Whether the command line, the folder or a given file is wrong. */
function isInputError(error: unknown): error is Error {
  return [UsageError, DatasetError, RelabelError].some((kind) => error instanceof kind);
}
