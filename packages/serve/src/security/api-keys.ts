/** Who asks: a key as `Authorization: Bearer` or `X-API-Key`, where the service has keys. Its name goes into the log. */
import { createHash, timingSafeEqual } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { Problem } from "../problem.ts";
import type { Env } from "../service.ts";
import type { ApiKey } from "../settings.ts";

/** Notes the name of the key that was given, if it is one of ours. */
export function identifyClient(keys: readonly ApiKey[]): MiddlewareHandler<Env> {
  return async function identified(c, next) {
    const [, bearer] = /^Bearer (\S+)$/i.exec(c.req.header("authorization") ?? "") ?? [];
    const given = bearer ?? c.req.header("x-api-key") ?? "";
    // Every key is compared, by digests of one length and in constant time: the answer's time tells nothing.
    const [known] = keys.filter(({ key }) => isEqual(key, given));
    if (known !== undefined) c.get("facts").log["key"] = known.name;
    await next();
  };
}

/** Refuses who has not been identified, where there are keys. OPTIONS does no work, and browsers send no key with it. */
export function requireApiKey(keys: readonly ApiKey[]): MiddlewareHandler<Env> {
  return async function authenticated(c, next) {
    const isStranger = keys.length > 0 && c.get("facts").log["key"] === undefined;
    if (isStranger && c.req.method !== "OPTIONS") {
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
