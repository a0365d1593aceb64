/** HEAD: what GET would answer, without its body. The framework drops that, and with it how long it is. */
import type { MiddlewareHandler } from "hono";
import type { Env } from "../service.ts";

export function tellLength(): MiddlewareHandler<Env> {
  return async function told(c, next) {
    await next();
    if (c.req.method !== "HEAD") return;
    const { byteLength } = await c.res.clone().arrayBuffer();
    c.header("content-length", String(byteLength));
  };
}
