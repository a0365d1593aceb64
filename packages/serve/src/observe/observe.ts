/** Around every request: its time in `Server-Timing`, the metrics, and one log line. */
import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import type { Env, Service } from "../service.ts";

/** Clients may invent methods; each would be a series of its own in the metrics. */
const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** Requested every few seconds by probes; a line for each would bury the others. */
const QUIET = new Set(["/livez", "/readyz", "/healthz", "/metrics"]);

/** Middleware around all others. */
export function observe(service: Service): MiddlewareHandler<Env> {
  return async function observed(c, next) {
    const start = performance.now();
    const facts = { timings: {} as Record<string, number>, log: {} as Record<string, unknown> };
    c.set("facts", facts);
    service.unanswered.enter();
    try {
      await next();
      await service.answers.released();
    } finally {
      service.unanswered.leave();
    }
    const totalMs = performance.now() - start;
    const stages = Object.entries({ ...facts.timings, total: totalMs });
    c.header(
      "server-timing",
      stages.map(([name, ms]) => `${name};dur=${ms.toFixed(2)}`).join(", "),
    );
    // A client that kept the connection would send its next request to a service that is about to stop.
    if (service.phase !== "up") c.header("connection", "close");

    const { path } = c.req;
    const method = METHODS.has(c.req.method) ? c.req.method : "other";
    const { status } = c.res;
    const route = routePath(c, -1);
    service.metrics.request({ route, method, status }, totalMs / 1000);
    if (QUIET.has(path)) return;
    service.log(status >= 500 ? "error" : "info", {
      event: "request",
      id: c.get("requestId"),
      method,
      path,
      status,
      ms: Number(totalMs.toFixed(2)),
      ...facts.log,
    });
  };
}
