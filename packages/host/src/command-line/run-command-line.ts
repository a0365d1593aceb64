/** The frame of a command line: its arguments, Ctrl-C, what a failure says and the code it ends with. */
import { outliveReaders } from "./outlive-readers.ts";
import { requireOpenFiles } from "./require-open-files.ts";
import { streamTerminal, type Terminal } from "./terminal.ts";

/** Where a command runs: the edges of the world that it may touch. */
export interface Surroundings {
  /** Where the user stands: paths on the command line are relative to it. */
  readonly cwd: string;
  readonly terminal: Terminal;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** What a command is given: its arguments and the edges of the world it may touch. */
export interface Invocation extends Surroundings {
  readonly args: readonly string[];
}

export interface CommandLine {
  /** The text of `--help`. */
  readonly help: string;
  /** @returns the exit code; 0 where it answers nothing. */
  readonly run: (invocation: Invocation) => Promise<number | void>;
  /** A failure as a person reads it. */
  readonly explain: (error: unknown) => string;
  /** Default: 1 for every failure. */
  readonly exitCodeOf?: (error: unknown) => number;
}

export const INTERRUPTED = 130;

/** The process's own arguments, without the separating `--` that pnpm passes on. */
export function commandLineArguments(): readonly string[] {
  return process.argv.slice(2).filter((arg, index) => !(index === 0 && arg === "--"));
}

/** Runs it and sets the process's exit code. The first Ctrl-C asks for an orderly end; a second one means it. */
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
    // pnpm runs us in the package's folder; INIT_CWD is where the user stands.
    const cwd = process.env["INIT_CWD"] ?? process.cwd();
    const code = await run({ args, cwd, terminal, signal });
    process.exitCode = signal.aborted ? INTERRUPTED : (code ?? 0);
  } catch (error) {
    const stopped = signal.aborted && (error === signal.reason || isAbortError(error));
    process.stderr.write(`\n${stopped ? "Stopped before the end" : explain(error)}\n`);
    process.exitCode = stopped ? INTERRUPTED : exitCodeOf(error);
  }
}

/** Node's timers and streams wrap the signal's reason in an error of their own. */
function isAbortError(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}
