/** Which other origins' pages may send requests and read the answers; none by default. */
import type { MiddlewareHandler } from "hono";
import { cors } from "hono/cors";
import type { Env } from "../service.ts";
import type { Settings } from "../settings.ts";

const PREFLIGHT_S = 600;

/** Of the Open Inference Protocol's binary tensors, in requests and answers. */
const JSON_LENGTH = "Inference-Header-Content-Length";

/** That pages may send. */
const HEADERS = ["Content-Type", "Authorization", "X-API-Key", "X-Request-Id", JSON_LENGTH];

/** Middleware that sets the CORS headers. */
export function allowOrigins({
  CORS_ORIGINS: origins,
  SPLIT_HEADER,
}: Pick<Settings, "CORS_ORIGINS" | "SPLIT_HEADER">): MiddlewareHandler<Env> {
  const answer = cors({
    origin: origins.includes("*") ? "*" : [...origins],
    allowMethods: ["GET", "HEAD", "POST"],
    allowHeaders: [...HEADERS, ...(SPLIT_HEADER === "" ? [] : [SPLIT_HEADER])],
    exposeHeaders: ["Retry-After", "Server-Timing", "X-Model", "X-Request-Id", JSON_LENGTH],
    maxAge: PREFLIGHT_S,
  });
  return async function cross(c, next) {
    const isPreflight = c.req.header("access-control-request-method") !== undefined;
    // An OPTIONS that is not a preflight asks for the methods.
    if (origins.length === 0 || (c.req.method === "OPTIONS" && !isPreflight)) return next();
    return answer(c, next);
  };
}
