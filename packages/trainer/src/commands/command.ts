/** What every command is given: its arguments and the edges of the world it may touch. */
import type { Surroundings } from "@inception-edge/cli";

export interface CommandContext extends Surroundings {
  readonly args: readonly string[];
}

export interface Command {
  /** One line, for the list of commands. */
  readonly summary: string;
  /** The whole text of `--help`. */
  readonly help: string;
  run(context: CommandContext): Promise<void>;
}
