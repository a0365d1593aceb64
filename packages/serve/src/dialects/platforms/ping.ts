/** GET /ping of SageMaker: ready or not, without a body. */
import type { Context } from "hono";
import { readHealth } from "../../routes/health.ts";
import type { Env, Service } from "../../service.ts";

/** Answers the route. */
export function ping(c: Context<Env>, service: Service): Response {
  const status = readHealth(service).ready ? 200 : 503;
  return c.body(null, status, { "cache-control": "no-store" });
}
