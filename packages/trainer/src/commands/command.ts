/** A command of the trainer. */
import type { Invocation } from "@inception-edge/host";

export interface Command {
  /** One line, for the list of commands. */
  readonly summary: string;
  /** The whole text of `--help`. */
  readonly help: string;
  /** @returns the exit code; 0 where it answers nothing. */
  run(invocation: Invocation): Promise<number | void>;
}
