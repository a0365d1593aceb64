/** Identifies clients by key, as `Authorization: Bearer` or `X-API-Key`, if the service has keys. The log has the key's name. */
import { createHash, timingSafeEqual } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { Problem } from "../problem.ts";
import type { Env } from "../service.ts";
import type { ApiKey } from "../setting-values.ts";

/** Records the name of the key that was sent, if it is one of ours. */
export function identifyClient(keys: readonly ApiKey[]): MiddlewareHandler<Env> {
  return async function identified(c, next) {
    const [, bearer] = /^Bearer (\S+)$/i.exec(c.req.header("authorization") ?? "") ?? [];
    const given = bearer ?? c.req.header("x-api-key") ?? "";
    // Every key is compared, by digests of equal length and in constant time, so that timing reveals nothing.
    const [known] = keys.filter(({ key }) => isEqual(key, given));
    if (known !== undefined) c.get("facts").log["key"] = known.name;
    await next();
  };
}

/** Refuses clients that were not identified, if there are keys. OPTIONS is free, and browsers send no key with it. */
export function requireApiKey(keys: readonly ApiKey[]): MiddlewareHandler<Env> {
  return async function authenticated(c, next) {
    const isUnknown = keys.length > 0 && c.get("facts").log["key"] === undefined;
    if (isUnknown && c.req.method !== "OPTIONS") {
      throw new Problem(
        "unauthorized",
        "Cannot answer without an API key: send Authorization: Bearer … or X-API-Key: …",
      );
    }
    await next();
  };
}

function isEqual(key: string, given: string): boolean {
  return timingSafeEqual(digest(key), digest(given));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
