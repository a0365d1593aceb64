/** A step of the kit on the GPU machine. */
import type { Invocation } from "../../../packages/host/src/mod.ts";
import type { Kit } from "./kit.ts";

export interface Step {
  /** Arguments and what it does, for the list of steps. */
  readonly help: readonly [args: string, what: string];
  /** Whether it goes on in the background, when its turn comes; or at once, beside what else is at work. */
  readonly isLong?: true | "beside";
  /**
   * Says at once what is wrong with the arguments of a long step.
   * @throws {Error} for what is no such argument.
   */
  check?(args: readonly string[]): void;
  /**
   * @param begun when it was asked for, in milliseconds since 1970: a long one may have waited for its turn.
   * @returns the exit code, 0 where it answers nothing
   */
  run(kit: Kit, context: Invocation, begun: number): Promise<number | void>;
}

/** @throws {RangeError} for what is no number of seconds. */
export function secondsOf(text: string | undefined, otherwise: number): number {
  const seconds = text === undefined ? otherwise : Number(text);
  if (!(seconds > 0)) throw new RangeError(`Cannot take "${text}" for a number of seconds`);
  return seconds;
}
