/** The one place where a thrown error becomes an answer. What is not a `Problem` is our fault, and goes to the log only. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Context, ErrorHandler } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { describeError } from "@inception-edge/host/describe-error";
import { acceptedTypes } from "./body/body-kind.ts";
import { errorShape } from "./dialects/error-shape.ts";
import { Problem, problemDetails, type ProblemCode } from "./problem.ts";
import type { Env, Service } from "./service.ts";

/** Delayed: a client that retries at once would get thousands a second, at the cost of the images that wait. */
const OVERLOADS: ReadonlySet<ProblemCode> = new Set([
  "queue_full",
  "pixel_budget",
  "upload_budget",
]);

/** Headers that tell a client what would be accepted: RFC 9110 §11.6.1, §12.5.3 and §15.5.16. */
function headersFor({
  formats,
}: Service["limits"]): Partial<Readonly<Record<ProblemCode, readonly [string, string]>>> {
  const accept = ["accept", acceptedTypes(formats).join(", ")] as const;
  return {
    unauthorized: ["www-authenticate", "Bearer"],
    unsupported_content_type: accept,
    unsupported_image: accept,
    unsupported_content_encoding: ["accept-encoding", "gzip, deflate, identity"],
  };
}

/** Answers, logs and counts what was thrown. */
export function onError({ settings, limits, log, metrics }: Service): ErrorHandler<Env> {
  const headers = headersFor(limits);
  return async function answerError(error, c) {
    const problem = toProblem(error);
    if (OVERLOADS.has(problem.code)) await sleep(settings.REFUSAL_DELAY_MS);
    if (problem.status >= 500) {
      const cause = problem.code === "internal" ? error : problem.cause;
      const why = cause === undefined ? undefined : describeError(cause);
      log("error", { event: "fault", id: c.get("requestId"), code: problem.code, why });
    }
    metrics.rejected(problem.code);
    c.get("facts").log["code"] = problem.code;
    return answerProblem(c, problem, headers[problem.code]);
  };
}

function answerProblem(
  c: Context<Env>,
  problem: Problem,
  header: readonly [string, string] | undefined,
): Response {
  const { status, retryAfterS } = problem;
  if (retryAfterS !== undefined) c.header("retry-after", String(retryAfterS));
  if (header !== undefined) c.header(...header);
  const plain = errorShape(c.req.path, problem);
  if (plain !== undefined) return c.json(plain.body, plain.status as ContentfulStatusCode);
  c.header("content-type", "application/problem+json");
  return c.body(
    JSON.stringify(problemDetails(problem, c.get("requestId"))),
    status as ContentfulStatusCode,
  );
}

function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem("internal", "Cannot answer: the service had an internal error", {
    cause: error,
  });
}
