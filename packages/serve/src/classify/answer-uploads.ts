/** From a request to the answers for its images: the one path of every route that classifies. */
import type { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { withBody } from "../body/read-body.ts";
import { readUploads, type Upload, type Uploads } from "../body/read-uploads.ts";
import type { ServedModel } from "../bundle/served-model.ts";
import { explainOptions, type ExplainQuery } from "../explain/schema.ts";
import { Problem } from "../problem.ts";
import { chooseModel } from "../rollout/choose-model.ts";
import type { Compare } from "../rollout/comparison.ts";
import type { Env, RequestFacts, Service } from "../service.ts";
import { readQuery } from "./query.ts";
import { submitUploads, type ImageAnswer } from "./submit-uploads.ts";

/** A route's own shape of what is asked and answered. */
export interface AnswerShape<Schema extends z.ZodObject, Answer, Failure> {
  /** The model that the path names; absent where it names none. */
  readonly model?: string | undefined;
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
  const header = settings.SPLIT_HEADER ? c.req.header(settings.SPLIT_HEADER) : undefined;
  const asked = { model: shape.model, header };
  const early = chooseModel(service, asked);
  if (early !== undefined) explainOptions(shape.query, early); // before the body, which may be large
  return receiveBody(c, service, async (body) => {
    const { uploads, isList, fields } = await readUploads(body, {
      contentType: c.req.header("content-type"),
      maxImages: settings.MAX_IMAGES,
      readJson: shape.readJson,
    });
    const model = chooseModel(service, { ...asked, uploads })!; // again: a reload may have closed the first one's threads
    c.header("x-model", model.id);
    c.get("facts").log["model"] = model.id;
    const query = readQuery(shape.querySchema, { query: c.req.query(), fields });
    const compare =
      shape.model === undefined ? beginComparison(service, model, uploads) : undefined;
    const submitted = submitUploads(uploads, model, {
      limits,
      explain: explainOptions(query, model),
      client: clientAddress(c),
      signal: c.req.raw.signal,
    });
    compare?.(submitted);
    const results = (await submitted).map((answer) => {
      recordAnswer(answer, { id: model.id, facts: c.get("facts"), service });
      if (answer instanceof Problem) return shape.toFailure(answer);
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

/** Where another model is to answer the same images silently. */
function beginComparison(
  { rollout, comparisons, slot }: Service,
  model: ServedModel,
  uploads: readonly Upload[],
): Compare | undefined {
  const other = slot.current?.models.get(rollout.comparedWith(model.id) ?? "");
  return other && comparisons.begin(model, other, uploads);
}

interface Answering {
  /** The model's. */
  readonly id: string;
  readonly facts: RequestFacts;
  readonly service: Service;
}

/** Adds an answer to the metrics, the model's record, the log line and Server-Timing. */
function recordAnswer(
  answer: ImageAnswer | Problem,
  { id, facts, service: { metrics, rollout } }: Answering,
): void {
  const isFault = answer instanceof Problem && answer.status >= 500;
  rollout.answered(id, isFault);
  if (answer instanceof Problem) {
    metrics.image(id, isFault ? "failed" : "refused");
    return;
  }
  metrics.image(id, "answered");
  for (const [stage, ms] of Object.entries({ queue: answer.queueMs, ...answer.timings })) {
    metrics.stage(id, stage, ms / 1000);
    facts.timings[stage] = (facts.timings[stage] ?? 0) + ms;
  }
  const { format, width, height } = answer.image;
  facts.log["image"] = `${format} ${width}x${height}`;
}
