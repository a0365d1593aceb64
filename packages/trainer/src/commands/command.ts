/** A command of the trainer. */
import type { Invocation } from "@inception-edge/cli";

export interface Command {
  /** One line, for the list of commands. */
  readonly summary: string;
  /** The whole text of `--help`. */
  readonly help: string;
  run(context: Invocation): Promise<void>;
}
