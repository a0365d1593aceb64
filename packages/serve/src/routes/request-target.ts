/** Where a request goes. The runtimes report its URL differently, and Deno even one that is not valid. */
import type { MiddlewareHandler } from "hono";
import { getPath } from "hono/utils/url";
import { Problem } from "../problem.ts";
import type { Env } from "../service.ts";

/** The path, with `..` resolved as browsers do. */
export function targetPath(request: Request): string {
  const url = URL.parse(request.url)?.href ?? request.url;
  return getPath({ url } as Request);
}

/** Refuses a `Host` that does not make a valid URL. */
export function checkTarget(): MiddlewareHandler<Env> {
  return async function checked(c, next) {
    if (!URL.canParse(c.req.url)) throw unusableTarget();
    await next();
  };
}

/** The problem for such a request. */
export function unusableTarget(): Problem {
  return new Problem(
    "invalid_request",
    "Cannot tell where the request goes: its Host and path do not make a valid URL",
  );
}
