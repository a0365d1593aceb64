/** Runs a command: its arguments, Ctrl-C, error messages and exit codes. */
import { outliveReaders } from "./outlive-readers.ts";
import { requireOpenFiles } from "./require-open-files.ts";
import { streamTerminal, type Terminal } from "./terminal.ts";

/** The environment that a command runs in. */
export interface Surroundings {
  /** The user's current folder; paths on the command line are relative to it. */
  readonly cwd: string;
  readonly terminal: Terminal;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** A command's arguments and environment. */
export interface Invocation extends Surroundings {
  readonly args: readonly string[];
}

/** What {@link runCommandLine} runs: a command, its help and its error messages. */
export interface CommandLine {
  /** The text of `--help`. */
  readonly help: string;
  /** @returns the exit code; nothing means 0 */
  readonly run: (invocation: Invocation) => Promise<number | void>;
  /** The message of an error for the user. */
  readonly explain: (error: unknown) => string;
  /** The exit code of an error; by default 1. */
  readonly exitCodeOf?: (error: unknown) => number;
}

/** Exit code after Ctrl-C: 128 + SIGINT. */
export const INTERRUPTED = 130;

/** The arguments of this process, without a leading `--` that pnpm passes on. */
export function commandLineArguments(): readonly string[] {
  return process.argv.slice(2).filter((arg, index) => !(index === 0 && arg === "--"));
}

/** Runs a command and sets the exit code. The first Ctrl-C aborts `signal`; a second one ends the process. */
export async function runCommandLine(
  args: readonly string[],
  { help, run, explain, exitCodeOf = () => 1 }: CommandLine,
): Promise<void> {
  outliveReaders();
  const terminal = streamTerminal(process.stdout);
  if (args.includes("--help") || args.includes("-h")) {
    terminal.line(help);
    return;
  }
  const abort = new AbortController();
  const { signal } = abort;
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => abort.abort(name));
  try {
    requireOpenFiles();
    // pnpm runs scripts in the package's folder; INIT_CWD is the folder in which pnpm was started.
    const cwd = process.env["INIT_CWD"] ?? process.cwd();
    const code = await run({ args, cwd, terminal, signal });
    process.exitCode = signal.aborted ? INTERRUPTED : (code ?? 0);
  } catch (error) {
    const stopped = signal.aborted && (error === signal.reason || isAbortError(error));
    process.stderr.write(`\n${stopped ? "Stopped before the end" : explain(error)}\n`);
    process.exitCode = stopped ? INTERRUPTED : exitCodeOf(error);
  }
}

/** Node's timers and streams reject with their own error, whose cause is the signal's reason. */
function isAbortError(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}
