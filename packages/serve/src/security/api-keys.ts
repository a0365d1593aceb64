/** Identifies clients by key, as `Authorization: Bearer` or `X-API-Key`, if the service has keys. The log has the key's name. */
import type { MiddlewareHandler } from "hono";
import { Problem } from "../problem.ts";
import type { Env } from "../service.ts";
import { knownKey, type KeyRing } from "./key-ring.ts";

/** Records the name of the key that was sent, if it is one of ours. */
export function identifyClient(keys: KeyRing): MiddlewareHandler<Env> {
  return async function identified(c, next) {
    const known = knownKey([...keys.clients, ...keys.admins], c.req.raw.headers);
    if (known !== undefined) c.get("facts").log["key"] = known.name;
    await next();
  };
}

/** Refuses clients that were not identified, if there are keys. */
export function requireApiKey(keys: KeyRing): MiddlewareHandler<Env> {
  return async function authenticated(c, next) {
    if (keys.clients.length > 0 && c.get("facts").log["key"] === undefined) {
      throw new Problem(
        "unauthorized",
        "Cannot answer without an API key: send Authorization: Bearer … or X-API-Key: …",
      );
    }
    await next();
  };
}

/** Refuses all but administrators; where there are none, everybody. */
export function requireAdminKey(keys: KeyRing): MiddlewareHandler<Env> {
  return async function administrated(c, next) {
    if (knownKey(keys.admins, c.req.raw.headers) === undefined) {
      const isKnown = c.get("facts").log["key"] !== undefined;
      const cure = "send a key of ADMIN_KEYS as Authorization: Bearer … or X-API-Key: …";
      const code = isKnown || keys.admins.length === 0 ? "forbidden" : "unauthorized";
      const why = keys.admins.length === 0 ? "this service has no ADMIN_KEYS" : cure;
      throw new Problem(code, `Cannot change which model answers: ${why}`);
    }
    await next();
  };
}
