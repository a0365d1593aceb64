/** What a promise is rejected with; fails where it is not. */
import * as assert from "uvu/assert";
import { InferenceError } from "../src/inference-error.ts";

export async function rejectionOf(promise: Promise<unknown>): Promise<InferenceError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.instance(error, InferenceError);
  return error as InferenceError;
}
