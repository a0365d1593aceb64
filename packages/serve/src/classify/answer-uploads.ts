/** From a request to the answers for its images: the one path of the routes that answer an image's problem in its place. */
import type { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { readUploads, type Uploads } from "../body/read-uploads.ts";
import type { ServedModel } from "../bundle/served-model.ts";
import { explainOptions, type ExplainQuery } from "../explain/schema.ts";
import { Problem } from "../problem.ts";
import { chooseModel, splitHeader } from "../rollout/choose-model.ts";
import type { Env, Service } from "../service.ts";
import { answerInputs } from "./answer-inputs.ts";
import { readQuery } from "./query.ts";
import { receiveBody } from "./receive-body.ts";
import type { ImageAnswer } from "./submit-uploads.ts";

/** A route's own shape of what is asked and answered. */
export interface AnswerShape<Schema extends z.ZodObject, Answer, Failure> {
  /** The model that the path names; absent where it names none. */
  readonly model?: string | undefined;
  readonly querySchema: Schema;
  /** The query as the route has validated it; a form or JSON may add to it. */
  readonly query: z.infer<Schema> & ExplainQuery;
  readonly readJson: (json: unknown) => Uploads;
  /** See `ReadUploadsOptions`. */
  readonly maxJsonElements?: number;
  readonly toAnswer: (image: ImageAnswer, model: ServedModel, query: z.infer<Schema>) => Answer;
  /** What to put in place of an answer; throws where the shape has no room for a problem. */
  readonly toFailure: (problem: Problem) => Failure;
}

/** The answers for all images of a request. */
export interface AnsweredUploads<Answer> {
  /** The model that answered. */
  readonly model: ServedModel;
  readonly uploads: Uploads["uploads"];
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
  const { maxJsonElements, readJson } = shape;
  const choice = { model: shape.model, header: splitHeader(c, service) };
  const early = chooseModel(service, choice);
  if (early !== undefined) explainOptions(shape.query, early); // before the body, which may be large
  return receiveBody(c, service, async (body) => {
    const { uploads, isList, fields } = await readUploads(body, {
      contentType: c.req.header("content-type"),
      maxImages: service.settings.MAX_IMAGES,
      maxJsonElements,
      readJson,
    });
    const model = chooseModel(service, { ...choice, inputs: uploads })!; // again: a reload may have closed the first one's threads
    const query = readQuery(shape.querySchema, { query: c.req.query(), fields });
    const explain = explainOptions(query, model);
    const isShared = shape.model === undefined;
    const answers = await answerInputs(c, service, { model, isShared, inputs: uploads, explain });
    const results = answers.map((answer) =>
      answer instanceof Problem ? shape.toFailure(answer) : shape.toAnswer(answer, model, query),
    );
    return { model, uploads, isList, results };
  });
}
