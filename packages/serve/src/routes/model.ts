/** What is served and within which limits: GET /model and /labels, the same of one of several models, /limits and /metrics. */
import { createRoute, z, type OpenAPIHono } from "@hono/zod-openapi";
import { imageTypes } from "../body/body-kind.ts";
import { problemResponses, type ProblemCode } from "../problem.ts";
import { modelInService, type Env, type Service } from "../service.ts";
import { describeModel, modelSchema } from "./model-description.ts";
import { modelParams } from "./model-path.ts";

const labelsSchema = z
  .array(
    z.object({
      id: z.string(),
      wnid: z.string().optional(),
      label: z.string(),
      name: z.string(),
    }),
  )
  .openapi("Labels", { description: "In the order of the network's outputs" });

const limitsSchema = z.record(z.string(), z.number().or(z.array(z.string()))).openapi("Limits", {
  description:
    "By name of the setting, which has the unit; `imageTypes`: the image types that are decoded",
});

const modelRoute = describe("/model", {
  summary: "The model in service: card, input contract, metrics, files",
  schema: modelSchema,
});
const labelsRoute = describe("/labels", { summary: "The classes", schema: labelsSchema });
const oneModelRoute = {
  ...describe("/models/{id}", {
    summary: "One of several models: card, input contract, metrics, files",
    schema: modelSchema,
    problems: ["not_ready", "unknown_model"],
  }),
  request: { params: modelParams },
};
const oneLabelsRoute = {
  ...describe("/models/{id}/labels", {
    summary: "The classes of one of several models",
    schema: labelsSchema,
    problems: ["not_ready", "unknown_model"],
  }),
  request: { params: modelParams },
};
const limitsRoute = describe("/limits", {
  summary: "The limits in effect",
  schema: limitsSchema,
  problems: [],
});

const metricsRoute = createRoute({
  method: "get",
  path: "/metrics",
  summary: "Metrics for Prometheus",
  responses: {
    200: { description: "Metrics", content: { "text/plain": { schema: z.string() } } },
  },
});

/** Adds the routes. */
export function addModel(app: OpenAPIHono<Env>, service: Service): void {
  app.openapi(modelRoute, (c) => c.json(describeModel(modelInService(service)), 200));
  app.openapi(oneModelRoute, (c) =>
    c.json(describeModel(modelInService(service, c.req.valid("param").id)), 200),
  );

  app.openapi(labelsRoute, (c) => c.json([...modelInService(service).manifest.classes], 200));
  app.openapi(oneLabelsRoute, (c) =>
    c.json([...modelInService(service, c.req.valid("param").id).manifest.classes], 200),
  );

  app.openapi(limitsRoute, (c) => {
    const limits = Object.entries(service.settings).filter(
      (entry): entry is [string, number] =>
        /^(MAX_|RATE_|WORKERS|CLIENT_)|_TIMEOUT_/.test(entry[0]) && typeof entry[1] === "number",
    );
    return c.json(
      {
        ...Object.fromEntries<number | string[]>(limits),
        imageTypes: imageTypes(service.limits.formats),
      },
      200,
    );
  });

  app.openapi(metricsRoute, async (c) => {
    const { contentType, render } = service.metrics;
    return c.text(await render(), 200, { "content-type": contentType });
  });
}

/** A GET route that answers JSON. */
function describe<const Path extends string, Schema extends z.ZodType>(
  path: Path,
  {
    summary,
    schema,
    problems = ["not_ready"],
  }: {
    readonly summary: string;
    readonly schema: Schema;
    readonly problems?: readonly ProblemCode[];
  },
) {
  const content = { "application/json": { schema } };
  const responses = {
    200: { description: summary, content },
    ...problemResponses(...problems),
  };
  return createRoute({ method: "get", path, summary, responses });
}
