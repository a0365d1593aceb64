/** From a request to the answers for its images: the one path of every route that classifies. */
import type { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { withBody } from "../body/read-body.ts";
import { readUploads, type Upload, type Uploads } from "../body/read-uploads.ts";
import type { ServedModel } from "../bundle/served-model.ts";
import { explainOptions, type ExplainQuery } from "../explain/schema.ts";
import { Problem } from "../problem.ts";
import { modelInService, type Env, type RequestFacts, type Service } from "../service.ts";
import { isOutOfDistribution } from "./doubt.ts";
import { readQuery } from "./query.ts";
import { submitUploads, type ImageAnswer } from "./submit-uploads.ts";

/** A route's own shape of what is asked and answered. */
export interface AnswerShape<Schema extends z.ZodObject, Answer, Failure> {
  readonly querySchema: Schema;
  /** The query as the route has validated it; a form or JSON may add to it. */
  readonly query: z.infer<Schema> & ExplainQuery;
  readonly readJson: (body: Uint8Array) => Uploads;
  readonly toAnswer: (image: ImageAnswer, model: ServedModel, query: z.infer<Schema>) => Answer;
  /** What to put in place of an answer; throws where the shape has no room for a problem. */
  readonly toFailure: (problem: Problem) => Failure;
}

/** The answers for all images of a request. */
export interface AnsweredUploads<Answer> {
  /** The model that answered. */
  readonly model: ServedModel;
  readonly uploads: readonly Upload[];
  /** Whether they came as a list, and are to be answered as one. */
  readonly isList: boolean;
  /** One for each upload, in their order. */
  readonly results: readonly Answer[];
}

/** @throws {Problem} for whatever concerns the request as a whole */
export async function answerUploads<Schema extends z.ZodObject, Answer, Failure>(
  c: Context<Env>,
  service: Service,
  shape: AnswerShape<Schema, Answer, Failure>,
): Promise<AnsweredUploads<Answer | Failure>> {
  const { settings, limits, clientAddress } = service;
  explainOptions(shape.query, modelInService(service)); // before the body, which may be large
  return receiveBody(c, service, async (body) => {
    const { uploads, isList, fields } = await readUploads(body, {
      contentType: c.req.header("content-type"),
      maxImages: settings.MAX_IMAGES,
      readJson: shape.readJson,
    });
    const model = modelInService(service); // again: a reload may have closed the first one's threads
    const query = readQuery(shape.querySchema, { query: c.req.query(), fields });
    const answers = await submitUploads(uploads, model, {
      limits,
      explain: explainOptions(query, model),
      client: clientAddress(c),
      signal: c.req.raw.signal,
    });
    const results = answers.map((answer) => {
      if (answer instanceof Problem) return shape.toFailure(answer);
      recordAnswer(answer, c.get("facts"), { service, model });
      return shape.toAnswer(answer, model, query);
    });
    return { model, uploads, isList, results };
  });
}

/** The request's body, within the service's limits; the time it took and its size are recorded. */
function receiveBody<T>(
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

/** Adds an answer to the metrics, the log line and Server-Timing. */
function recordAnswer(
  answer: ImageAnswer,
  facts: RequestFacts,
  { service: { metrics }, model }: { readonly service: Service; readonly model: ServedModel },
): void {
  model.drift?.add(answer);
  metrics.answered(isOutOfDistribution(answer, model));
  for (const [stage, ms] of Object.entries({ queue: answer.queueMs, ...answer.timings })) {
    metrics.stage(stage, ms / 1000);
    facts.timings[stage] = (facts.timings[stage] ?? 0) + ms;
  }
  const { format, width, height } = answer.image;
  facts.log["image"] = `${format} ${width}x${height}`;
}
