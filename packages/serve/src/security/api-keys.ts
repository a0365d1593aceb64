/** Who asks: a key as `Authorization: Bearer` or `X-API-Key`, where the service has keys. Its name goes into the log. */
import { timingSafeEqual } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { Problem } from "../problem.ts";
import type { Env } from "../service.ts";
import type { ApiKey } from "../settings.ts";

export function requireApiKey(keys: readonly ApiKey[]): MiddlewareHandler<Env> {
  return async function authenticated(c, next) {
    if (keys.length > 0) {
      const [, bearer] = /^Bearer (\S+)$/i.exec(c.req.header("authorization") ?? "") ?? [];
      const given = bearer ?? c.req.header("x-api-key") ?? "";
      // Every key is compared, in constant time: the answer's time tells nothing about any.
      const [known] = keys.filter(({ key }) => isEqual(key, given));
      if (known === undefined) {
        throw new Problem(
          "unauthorized",
          "Cannot answer without an API key: send Authorization: Bearer … or X-API-Key: …",
        );
      }
      c.get("facts").log["key"] = known.name;
    }
    await next();
  };
}

function isEqual(key: string, given: string): boolean {
  const [a, b] = [Buffer.from(key), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
