/** POST /classify: an image, or several, to the most likely classes. */
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

const route = createRoute({
  method: "post",
  path: "/classify",
  summary: "Classify an image, or several",
  request: { query: querySchema, body: imageBodies("JsonImages") },
  responses: {
    200: {
      description: "The most likely classes, best first; for several images a batch",
      content: { "application/json": { schema: classificationSchema.or(batchSchema) } },
    },
    ...problemResponses(
      ...uploadProblems,
      "invalid_parameter",
      "explain_unavailable",
      "coverage_unavailable",
    ),
  },
});

/** Adds the route. */
export function addClassify(app: OpenAPIHono<Env>, service: Service): void {
  app.openapi(route, async (c) => {
    askedTerms(c.req.valid("query"), modelInService(service)); // before the body, which may be large
    const answered = await answerUploads(c, service, {
      querySchema,
      query: c.req.valid("query"),
      readJson: readJsonImages,
      toAnswer: toClassification,
      toFailure: (problem) => problem,
    });
    return c.json(classificationBody(c, service, answered), 200);
  });
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

function modelReference({ manifest, version, started }: ServedModel): {
  name: string;
  version: string;
  engine: string;
} {
  return { name: manifest.name, version: version.slice(0, 12), engine: started.engine.name };
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
