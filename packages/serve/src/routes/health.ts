/** Whether the process lives and whether to send it requests: answered from memory, never behind a queue or a key. */
import { createRoute, z } from "@hono/zod-openapi";
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Env, Service } from "../service.ts";

const healthSchema = z
  .object({
    status: z.enum(["ok", "loading", "draining", "broken"]),
    live: z.boolean(),
    ready: z.boolean(),
  })
  .openapi("Health");

type Health = z.infer<typeof healthSchema>;

const checks = [
  { path: "/livez", of: "live", summary: "Liveness" },
  {
    path: "/readyz",
    of: "ready",
    summary: "Readiness: the model passed its self-test",
  },
  { path: "/healthz", of: "ready", summary: "Readiness, under its older name" },
] as const;

export function addHealth(app: OpenAPIHono<Env>, service: Service): void {
  for (const { path, of, summary } of checks) {
    const content = { "application/json": { schema: healthSchema } };
    const responses = { 200: { description: "Yes", content }, 503: { description: "No", content } };
    app.openapi(createRoute({ method: "get", path, summary, responses }), (c) => {
      const health = healthOf(service);
      return c.json(health, health[of] ? 200 : 503, { "cache-control": "no-store" });
    });
  }
}

function healthOf({ phase, slot }: Service): Health {
  const status =
    phase === "up" ? (slot.current === undefined ? ("loading" as const) : ("ok" as const)) : phase;
  return { status, live: phase !== "broken", ready: status === "ok" };
}
