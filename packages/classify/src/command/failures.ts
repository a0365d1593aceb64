/** What an error says to the user, and to the scheduler: whether another try may succeed. */
import { BundleError } from "@inception-edge/bundle";
import { failureMessage, UsageError } from "@inception-edge/host";
import { InferenceError } from "@inception-edge/inference";
import { InputError } from "../input/input-error.ts";
import { OutputError } from "../output/output-error.ts";

/** Exit codes besides 0 and 130. */
export const EXIT = { failed: 1, usage: 2 } as const;

/** What another try would fail at too. */
const HOPELESS = [UsageError, BundleError, OutputError, RangeError] as const;
/** Errors whose messages are made for users. */
const PLAIN = [...HOPELESS, InputError, InferenceError] as const;

export function exitCodeOf(error: unknown): number {
  return HOPELESS.some((kind) => error instanceof kind) ? EXIT.usage : EXIT.failed;
}

export function explain(error: unknown): string {
  return PLAIN.some((kind) => error instanceof kind)
    ? (error as Error).message
    : failureMessage(error);
}
