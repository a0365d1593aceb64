/** POST /classify, and the same of one of several models: an image, or several, to the most likely classes. */
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { ServedModel } from "../bundle/served-model.ts";
import { answerUploads, type AnsweredUploads } from "../classify/answer-uploads.ts";
import { askedTerms } from "../classify/asked-coverage.ts";
import { answerSetOf, isOutOfDistribution } from "../classify/doubt.ts";
import { rankClasses } from "../classify/rank-classes.ts";
import type { ImageAnswer } from "../classify/submit-uploads.ts";
import { toExplanation } from "../explain/schema.ts";
import { Problem, problemDetails, problemResponses } from "../problem.ts";
import { modelInService, type Env, type Service } from "../service.ts";
import {
  batchSchema,
  classificationSchema,
  querySchema,
  type Answer,
  type Classification,
  type ClassificationBatch,
  type Query,
} from "./classify-schema.ts";
import { imageBodies, uploadProblems } from "./image-bodies.ts";
import { readJsonImages } from "./json-images.ts";
import { modelHeader, modelParams } from "./model-path.ts";

const answerSchema = classificationSchema.or(batchSchema);

const answered = {
  description: "The most likely classes, best first; for several images a batch",
  headers: modelHeader,
  content: { "application/json": { schema: answerSchema } },
};

const refusals = [
  ...uploadProblems,
  "invalid_parameter",
  "explain_unavailable",
  "coverage_unavailable",
] as const;

const request = { query: querySchema, body: imageBodies("JsonImages") };

const route = createRoute({
  method: "post",
  path: "/classify",
  summary: "Classify an image, or several",
  request,
  responses: { 200: answered, ...problemResponses(...refusals) },
});

const modelRoute = createRoute({
  method: "post",
  path: "/models/{id}/classify",
  summary: "Classify with one of several models",
  request: { ...request, params: modelParams },
  responses: { 200: answered, ...problemResponses(...refusals, "unknown_model") },
});

/** Adds the routes. */
export function addClassify(app: OpenAPIHono<Env>, service: Service): void {
  app.openapi(route, async (c) => c.json(await answer(c, undefined, c.req.valid("query")), 200));
  app.openapi(modelRoute, async (c) =>
    c.json(await answer(c, c.req.valid("param").id, c.req.valid("query")), 200),
  );

  async function answer(
    c: Context<Env>,
    model: string | undefined,
    query: Query,
  ): Promise<Classification | ClassificationBatch> {
    askedTerms(query, modelInService(service, model)); // before the body, which may be large
    const found = await answerUploads(c, service, {
      model,
      querySchema,
      query,
      readJson: readJsonImages,
      toAnswer: toClassification,
      toFailure: (problem) => problem,
    });
    return classificationBody(c, service, found);
  }
}

/** @throws {Problem} that of a single image */
export function classificationBody(
  c: Context<Env>,
  service: Service,
  { model, uploads, isList, results }: AnsweredUploads<Answer | Problem>,
): Classification | ClassificationBatch {
  const facts = c.get("facts");
  const reference = modelReference(model);
  const timings = inMicroseconds(facts.timings);
  const [only] = results;
  if (!isList) {
    if (only instanceof Problem) throw only;
    facts.log["top"] = only!.predictions[0]?.id;
    return { model: reference, ...only!, timings };
  }
  facts.log["images"] = results.length;
  const named = results.map((result, index) => {
    const { file } = uploads[index]!;
    if (!(result instanceof Problem)) return { file, ...result };
    service.metrics.rejected(result.code);
    return { file, error: problemDetails(result) };
  });
  return { model: reference, results: named, timings };
}

function modelReference({ id, manifest, version, started }: ServedModel): {
  id: string;
  name: string;
  version: string;
  engine: string;
} {
  return { id, name: manifest.name, version: version.slice(0, 12), engine: started.engine.name };
}

/** A thread's answer in the route's shape. */
export function toClassification(answer: ImageAnswer, model: ServedModel, query: Query): Answer {
  const { image, timings, queueMs, explained, oodScore } = answer;
  const { classes } = model.manifest;
  const terms = askedTerms(query, model);
  const mark = isOutOfDistribution(answer, model);
  return {
    predictions: rankClasses(answer, classes, query),
    ...(terms && { answerSet: answerSetOf(answer, model, terms) }),
    ...(mark !== undefined && { outOfDistribution: mark, oodScore }),
    image: image!, // an image was sent, no pixels
    timings: inMicroseconds({ queue: queueMs, ...timings }),
    ...(explained && { explanation: toExplanation(explained, classes) }),
  };
}

/** Milliseconds, rounded to three decimals: finer than a server's clock can tell. */
function inMicroseconds(timings: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(timings).map(([stage, ms]) => [stage, Math.round(ms * 1000) / 1000]),
  );
}
