#!/usr/bin/env node
/** The entry of `eda`: explores, writes, tells, and maps what came out to an exit code. */
import { DatasetError } from "@inception-edge/dataset";
import { streamConsole, UsageError } from "@inception-edge/cli";
import { EXIT, HELP, runEda } from "./command.ts";

const console = streamConsole(process.stdout);
// pnpm passes a separating `--` on as an argument.
const args = process.argv.slice(2).filter((arg, index) => !(index === 0 && arg === "--"));

if (args.includes("--help") || args.includes("-h")) {
  console.line(HELP);
} else {
  const abort = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => abort.abort(name));
  try {
    // pnpm runs us in the package's folder; INIT_CWD is where the user stands.
    const cwd = process.env["INIT_CWD"] ?? process.cwd();
    const { broken } = await runEda({ args, cwd, console, signal: abort.signal });
    process.exitCode = broken.length > 0 ? EXIT.ruleBroken : EXIT.fine;
  } catch (error) {
    if (abort.signal.aborted) {
      process.stderr.write("\nStopped; nothing was written\n");
      process.exitCode = EXIT.interrupted;
    } else {
      const isUsage = error instanceof UsageError || error instanceof DatasetError;
      process.stderr.write(`\n${explain(error)}\n`);
      process.exitCode = isUsage ? EXIT.usage : EXIT.failed;
    }
  }
}

/** Our own messages as they are; anything else is a defect, and its trace is what helps. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return `Failed: ${String(error)}`;
  const isOurs =
    error instanceof UsageError ||
    error instanceof DatasetError ||
    error.message.startsWith("Cannot ");
  return isOurs ? error.message : (error.stack ?? error.message);
}
