/** Several models: which there are, whether one is ready, and who answers the paths that name none. */
import { createRoute, z, type OpenAPIHono } from "@hono/zod-openapi";
import { problemResponses } from "../problem.ts";
import { requireAdminKey } from "../security/api-keys.ts";
import { servedModel, modelInService, type Env, type Service } from "../service.ts";
import { modelParams } from "./model-path.ts";

const modelSchema = z
  .object({
    id: z.string().openapi({ description: "Its name in paths" }),
    status: z.enum(["ready", "refused"]),
    why: z.string().optional().openapi({ description: "Why it was refused" }),
    name: z.string().optional().openapi({ description: "The bundle's" }),
    version: z.string().optional().openapi({ description: "SHA-256 of the bundle's manifest" }),
    present: z.boolean().openapi({ description: "Whether others are compared with it" }),
    share: z.number().min(0).max(100).openapi({
      description: "Percent of the requests whose path names no model",
    }),
    shadow: z.boolean().openapi({ description: "Whether it answers silently beside the present" }),
  })
  .openapi("ServedModel");

const modelsSchema = z
  .object({ models: z.array(modelSchema) })
  .openapi("ServedModels", { description: "By their ids" });

const listRoute = createRoute({
  method: "get",
  path: "/models",
  summary: "The models, and who answers which share of the requests",
  responses: {
    200: { description: "All", content: { "application/json": { schema: modelsSchema } } },
  },
});

const readySchema = z.object({ id: z.string(), ready: z.boolean() }).openapi("ServedModelReady");

const readyContent = { "application/json": { schema: readySchema } };

const readyRoute = createRoute({
  method: "get",
  path: "/models/{id}/ready",
  summary: "Readiness of one of several models",
  request: { params: modelParams },
  responses: {
    200: { description: "Yes", content: readyContent },
    503: { description: "No", content: readyContent },
  },
});

const changeProblems = problemResponses(
  "unauthorized",
  "forbidden",
  "unknown_model",
  "model_conflict",
  "invalid_parameter",
  "rate_limited",
  "not_ready",
);

const changeResponses = {
  200: {
    description: "The models after the change",
    content: { "application/json": { schema: modelsSchema } },
  },
  ...changeProblems,
};

const promoteRoute = createRoute({
  method: "post",
  path: "/models/{id}/promote",
  summary: "Give a model a share of the requests, or all; needs a key of ADMIN_KEYS",
  request: {
    params: modelParams,
    query: z.strictObject({
      share: z.coerce.number().int().min(1).max(100).default(100).openapi({
        description: "Percent; with 100 it becomes the present model",
      }),
    }),
  },
  responses: changeResponses,
});

const rollBackRoute = createRoute({
  method: "post",
  path: "/models/{id}/rollback",
  summary:
    "Give a model's requests back to the present one, or the present one's to the one before; needs a key of ADMIN_KEYS",
  request: { params: modelParams },
  responses: changeResponses,
});

/** Adds the routes. */
export function addModels(app: OpenAPIHono<Env>, service: Service): void {
  for (const path of ["/models/:id/promote", "/models/:id/rollback"]) {
    app.post(path, requireAdminKey(service.keys));
  }

  app.openapi(listRoute, (c) => c.json(list(service), 200, { "cache-control": "no-store" }));

  app.openapi(readyRoute, (c) => {
    const { id } = c.req.valid("param");
    const ready = service.phase === "up" && servedModel(service, id) !== undefined;
    return c.json({ id, ready }, ready ? 200 : 503, { "cache-control": "no-store" });
  });

  app.openapi(promoteRoute, (c) => {
    const { id } = modelInService(service, c.req.valid("param").id);
    service.rollout.promote(id, c.req.valid("query").share);
    return c.json(list(service), 200);
  });

  app.openapi(rollBackRoute, (c) => {
    const { id } = modelInService(service, c.req.valid("param").id);
    service.rollout.rollBack(id);
    return c.json(list(service), 200);
  });
}

function list({ slot, rollout }: Pick<Service, "slot" | "rollout">): z.infer<typeof modelsSchema> {
  const { models = new Map(), refused = new Map() } = slot.current ?? {};
  const { present, shares, shadow } = rollout.plan ?? {};
  const part = (id: string): { present: boolean; share: number; shadow: boolean } => ({
    present: id === present,
    share: shares?.get(id) ?? 0,
    shadow: id === shadow,
  });
  const ready = [...models.values()].map(({ id, manifest, version }) => ({
    id,
    status: "ready" as const,
    name: manifest.name,
    version,
    ...part(id),
  }));
  const others = [...refused].map(([id, why]) => ({
    id,
    status: "refused" as const,
    why,
    ...part(id),
  }));
  return { models: [...ready, ...others] };
}
