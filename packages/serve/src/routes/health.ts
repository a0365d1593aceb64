/** Whether the process is alive and ready for requests: answered from memory, never behind a queue or a key. */
import { createRoute, z, type OpenAPIHono } from "@hono/zod-openapi";
import { servedModel, type Env, type Service } from "../service.ts";

const healthSchema = z
  .object({
    status: z.enum(["ok", "loading", "draining", "broken"]),
    live: z.boolean(),
    ready: z.boolean(),
  })
  .openapi("Health");

type Health = z.infer<typeof healthSchema>;

const checks = [
  { path: "/livez", field: "live", summary: "Liveness" },
  {
    path: "/readyz",
    field: "ready",
    summary: "Readiness: the model that answers has passed its self-test",
  },
  { path: "/healthz", field: "ready", summary: "Readiness, the older name" },
  { path: "/health", field: "ready", summary: "Readiness, as Hugging Face's endpoints ask for it" },
] as const;

/** Adds the checks. */
export function addHealth(app: OpenAPIHono<Env>, service: Service): void {
  for (const { path, field, summary } of checks) {
    const content = { "application/json": { schema: healthSchema } };
    const responses = { 200: { description: "Yes", content }, 503: { description: "No", content } };
    app.openapi(createRoute({ method: "get", path, summary, responses }), (c) => {
      const health = readHealth(service);
      return c.json(health, health[field] ? 200 : 503, { "cache-control": "no-store" });
    });
  }
}

/** What the checks, and those of the dialects, tell. */
export function readHealth(service: Service): Health {
  const { phase } = service;
  const isLoaded = servedModel(service, service.rollout.plan?.present) !== undefined;
  const status = phase === "up" ? (isLoaded ? ("ok" as const) : ("loading" as const)) : phase;
  return { status, live: phase !== "broken", ready: status === "ok" };
}
