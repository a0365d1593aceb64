#!/usr/bin/env node
/** The trainer's entry: picks the command, maps errors to one message and an exit code. */
import { streamConsole } from "@inception-edge/cli";
import { explainError } from "./cli/explain-error.ts";
import { commands, describeCommands } from "./commands/mod.ts";

const console = streamConsole(process.stdout);
// pnpm passes a separating `--` on as an argument.
const args = process.argv.slice(2).filter((arg, index) => !(index === 0 && arg === "--"));
const named = args[0] !== undefined && Object.hasOwn(commands, args[0]);
const command = commands[named ? args[0]! : "train"]!;
const commandArgs = named ? args.slice(1) : args;

if (commandArgs.includes("--help") || commandArgs.includes("-h")) {
  console.line(named ? command.help : `${command.help}\n\n${describeCommands()}`);
} else {
  const abort = new AbortController();
  // The first signal asks for a checkpoint and an orderly end; a second one means it.
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => abort.abort(name));
  try {
    // pnpm runs us in the package's folder; INIT_CWD is where the user stands.
    const cwd = process.env["INIT_CWD"] ?? process.cwd();
    await command.run({ args: commandArgs, cwd, console, signal: abort.signal });
    process.exitCode = abort.signal.aborted ? 130 : 0;
  } catch (error) {
    process.stderr.write(`\n${explainError(error)}\n`);
    process.exitCode = 1;
  }
}
