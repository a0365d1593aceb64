#!/usr/bin/env node
/** The trainer's entry point: runs the command that the first argument names. */
import { commandLineArguments, runCommandLine } from "@inception-edge/host";
import { explainError } from "./commands/explain-error.ts";
import { commands, describeCommands } from "./commands/mod.ts";

const args = commandLineArguments();
const named = args[0] !== undefined && Object.hasOwn(commands, args[0]);
const command = commands[named ? args[0]! : "train"]!;

await runCommandLine(named ? args.slice(1) : args, {
  help: named ? command.help : `${command.help}\n\n${describeCommands()}`,
  run: (invocation) => command.run(invocation),
  explain: explainError,
});
