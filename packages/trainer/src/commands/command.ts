/** The interface of the trainer's commands. */
import type { Invocation } from "@inception-edge/host";

/** A command, such as `train` or `evaluate`. */
export interface Command {
  /** One line, for the list of commands. */
  readonly summary: string;
  /** The text of `--help`. */
  readonly help: string;
  /** @returns the exit code; 0 when undefined. */
  run(invocation: Invocation): Promise<number | void>;
}
