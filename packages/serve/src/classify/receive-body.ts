/** The body of a request that classifies: within the service's limits, timed and counted. */
import type { Context } from "hono";
import { withBody } from "../body/read-body.ts";
import type { Env, Service } from "../service.ts";

/**
 * Records how long it took and its size.
 * @throws {Problem} as `withBody` does
 */
export function receiveBody<T>(
  c: Context<Env>,
  { settings, uploads, arriving, clientAddress }: Service,
  work: (body: Uint8Array<ArrayBuffer>) => Promise<T>,
): Promise<T> {
  const { timings, log } = c.get("facts");
  const start = performance.now();
  const limits = {
    maxBytes: settings.MAX_BODY_BYTES,
    timeoutMs: settings.BODY_TIMEOUT_MS,
    account: uploads.account(clientAddress(c)),
    arriving,
  };
  return withBody(c.req.raw, limits, (body) => {
    timings["read"] = performance.now() - start;
    log["bytes"] = body.length;
    return work(body);
  });
}
