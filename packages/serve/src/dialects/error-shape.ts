/** How a dialect says that something went wrong. Everywhere else it is RFC 9457's problem details. */
import type { Problem } from "../problem.ts";

/** The answer to a problem. */
export interface ErrorAnswer {
  readonly status: number;
  readonly body: { readonly error: string };
}

/** Paths of the dialects whose errors are `{ "error": … }`: the Open Inference Protocol, TensorFlow Serving and Vertex AI. */
const PLAIN_ERRORS = /^\/(?:v2|v1\/models|vertex)(?:\/|$)/;

/** Undefined for a path that answers problem details. */
export function errorShape(path: string, { status, message }: Problem): ErrorAnswer | undefined {
  if (!PLAIN_ERRORS.test(path)) return undefined;
  return { status: dialectStatus(status), body: { error: message } };
}

/** What is wrong with a request's content is 400 to them; HTTP has finer words. */
export function dialectStatus(status: number): number {
  return status === 415 || status === 422 ? 400 : status;
}
