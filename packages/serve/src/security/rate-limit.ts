/** Limits requests per minute for each key, or each address without a key: a token bucket each. */
import type { MiddlewareHandler } from "hono";
import { Problem } from "../problem.ts";
import type { Env, Service } from "../service.ts";

/** The limit for each client. */
export interface RateLimit {
  readonly perMinute: number;
  /** Requests that a client may send in a burst after a pause. */
  readonly burst: number;
}

interface Bucket {
  tokens: number;
  /** Time of the last refill, ms. */
  filled: number;
}

/** Beyond this the client that has been quiet for longest is forgotten: its bucket is the fullest. */
const MAX_BUCKETS = 10_000;

/** The buckets of all clients. */
export class RateLimiter {
  readonly #limit: RateLimit;
  readonly #buckets = new Map<string, Bucket>();

  constructor(limit: RateLimit) {
    this.#limit = limit;
  }

  /** Seconds after which the client may try again; 0 when this request is within the limit. */
  take(client: string, nowMs: number): number {
    const { perMinute, burst } = this.#limit;
    const perMs = perMinute / 60_000;
    const { tokens, filled } = this.#buckets.get(client) ?? { tokens: burst, filled: nowMs };
    const now = Math.min(burst, tokens + (nowMs - filled) * perMs);
    const isAllowed = now >= 1;
    this.#buckets.delete(client);
    this.#buckets.set(client, { tokens: isAllowed ? now - 1 : now, filled: nowMs });
    if (this.#buckets.size > MAX_BUCKETS) this.#buckets.delete(this.#buckets.keys().next().value!);
    return isAllowed ? 0 : Math.max(1, Math.ceil((1 - now) / perMs / 1000));
  }
}

/** Middleware that refuses requests over the limit. */
export function limitRate({ settings, clientAddress }: Service): MiddlewareHandler<Env> {
  const { RATE_LIMIT: perMinute, RATE_BURST: burst } = settings;
  const limiter = new RateLimiter({ perMinute, burst });
  return async function rateLimited(c, next) {
    if (perMinute > 0) {
      const key = c.get("facts").log["key"];
      const client = typeof key === "string" ? `key ${key}` : `address ${clientAddress(c)}`;
      const retryAfterS = limiter.take(client, performance.now());
      if (retryAfterS > 0) {
        throw new Problem(
          "rate_limited",
          `Cannot answer more than ${perMinute} requests per minute; try again in ${retryAfterS} s`,
          { retryAfterS },
        );
      }
    }
    await next();
  };
}
