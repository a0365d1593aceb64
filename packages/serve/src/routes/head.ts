/** HEAD: what GET would answer, without the body. The framework drops the body, and its length with it. */
import type { MiddlewareHandler } from "hono";
import type { Env } from "../service.ts";

/** Middleware that sets the length that GET would have. */
export function headLength(): MiddlewareHandler<Env> {
  return async function measured(c, next) {
    await next();
    if (c.req.method !== "HEAD") return;
    const { byteLength } = await c.res.clone().arrayBuffer();
    c.header("content-length", String(byteLength));
  };
}
