/**
 * POST /invocations of SageMaker and POST /score of Azure ML: the platforms hand on any body. They take what /classify
 * takes, and JSON in the shape of TensorFlow Serving or of Azure's image classification, each answered in its own.
 */
import type { Context } from "hono";
import { findModel } from "../../bundle/find-model.ts";
import { answerUploads } from "../../classify/answer-uploads.ts";
import { readQuery } from "../../classify/query.ts";
import { Problem } from "../../problem.ts";
import { querySchema } from "../../routes/classify-schema.ts";
import { classificationBody, toClassification } from "../../routes/classify.ts";
import { readJsonImages } from "../../routes/json-images.ts";
import type { Env, Service } from "../../service.ts";
import { inputLimits, maxJsonElements, type InputLimits } from "../input-limits.ts";
import { azureShape } from "./azure-shape.ts";
import type { JsonShape } from "./json-shape.ts";
import { tensorFlowShape } from "./tensorflow-shape.ts";

const SHAPES: readonly JsonShape[] = [tensorFlowShape, azureShape];

/** Answers both routes. */
export async function answerAnyBody(c: Context<Env>, service: Service): Promise<Response> {
  const limits = (): InputLimits => inputLimits(findModel(service), service);
  let shape: JsonShape | undefined;
  const answered = await answerUploads(c, service, {
    querySchema,
    query: readQuery(querySchema, { query: c.req.query(), fields: {} }),
    maxJsonElements: maxJsonElements(limits()),
    readJson(json) {
      shape = SHAPES.find(({ fields }) => fields.some((field) => hasField(json, field)));
      if (shape === undefined) return readJsonImages(json);
      return { uploads: shape.read(json, limits()), isList: true, fields: {} };
    },
    toAnswer: (image, _, query) => ({ image, query }),
    toFailure(problem) {
      if (shape !== undefined) throw problem; // The shapes have no place for it.
      return problem;
    },
  });
  if (shape !== undefined) {
    const images = answered.results.flatMap((result) =>
      result instanceof Problem ? [] : [result.image],
    );
    return c.json(shape.write(images, answered.model));
  }
  const results = answered.results.map((result) =>
    result instanceof Problem
      ? result
      : toClassification(result.image, answered.model, result.query),
  );
  return c.json(classificationBody(c, service, { ...answered, results }));
}

function hasField(json: unknown, field: string): boolean {
  return typeof json === "object" && json !== null && Object.hasOwn(json, field);
}
