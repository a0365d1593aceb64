/** What every command is given: its arguments and the edges of the world it may touch. */
import type { Console } from "../cli/console.ts";

export interface CommandContext {
  readonly args: readonly string[];
  /** Where the user stands: paths on the command line are relative to it. */
  readonly cwd: string;
  readonly console: Console;
  readonly signal: AbortSignal;
}

export interface Command {
  readonly summary: string;
  /** The text after the flags' table of `--help`. */
  readonly help: string;
  run(context: CommandContext): Promise<void>;
}
