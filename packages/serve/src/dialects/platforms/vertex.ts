/**
 * POST /vertex/predict: `instances` and `parameters` of Vertex AI, answered in the shape of its own image classification.
 * Source: google.cloud.aiplatform.v1.schema.predict (instance, params, prediction).
 */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { isImageBody } from "../../body/body-kind.ts";
import { checkJson, parseJson } from "../../body/parse-json.ts";
import type { Upload } from "../../body/read-uploads.ts";
import { findModel } from "../../bundle/find-model.ts";
import { answerAll } from "../../classify/answer-all.ts";
import { bestClasses } from "../../classify/best-classes.ts";
import type { Pixels } from "../../classify/pixels.ts";
import type { Env, Service } from "../../service.ts";
import { inputLimits, maxJsonElements } from "../input-limits.ts";
import { readInstances } from "../instances.ts";

/** The request. Clients send null for what is not given. */
export const vertexRequestSchema = z
  .object({
    instances: z
      .unknown()
      .optional()
      .openapi({ description: 'A list: `{"content": …}` or `{"b64": …}` in base64, or numbers' }),
    parameters: z
      .object({
        confidenceThreshold: z.number().min(0).max(1).nullish(),
        maxPredictions: z.int().min(1).nullish(),
      })
      .nullish(),
  })
  .openapi("VertexRequest");

/** The answer. */
export const vertexAnswerSchema = z
  .object({
    predictions: z.array(
      z.object({
        ids: z.array(z.string()),
        displayNames: z.array(z.string()),
        confidences: z.array(z.number()),
      }),
    ),
  })
  .openapi("VertexAnswer", { description: "The most likely classes, best first" });

/** As in the schema of its parameters. */
const DEFAULTS = { confidenceThreshold: 0, maxPredictions: 10 };

interface VertexPrediction {
  readonly inputs: readonly (Upload | Pixels)[];
  readonly threshold: number;
  readonly count: number;
}

/** Vertex AI's rawPredict hands on any body to the same path. */
function rawImage(bytes: Uint8Array<ArrayBuffer>): VertexPrediction {
  const { confidenceThreshold, maxPredictions } = DEFAULTS;
  return { inputs: [{ bytes, file: "" }], threshold: confidenceThreshold, count: maxPredictions };
}

/** Answers the route. */
export function vertexPredict(c: Context<Env>, service: Service): Promise<Response> {
  return answerAll(c, service, {
    findModel: () => findModel(service),
    isShared: true,
    read(body, found): VertexPrediction {
      if (isImageBody(body, c.req.header("content-type"))) return rawImage(body);
      const limits = inputLimits(found, service);
      const json = parseJson(body, maxJsonElements(limits));
      const { instances, parameters } = checkJson(json, vertexRequestSchema, ["instances"]);
      const inputs = readInstances(instances, limits, "instances");
      const { confidenceThreshold, maxPredictions } = parameters ?? {};
      return {
        inputs,
        threshold: confidenceThreshold ?? DEFAULTS.confidenceThreshold,
        count: maxPredictions ?? DEFAULTS.maxPredictions,
      };
    },
    write(answers, { threshold, count }, { model }) {
      const { classes } = model.manifest;
      const predictions = answers.map((answer) => {
        const best = bestClasses(answer, count).filter(({ score }) => score >= threshold);
        return {
          ids: best.map(({ classIndex }) => classes[classIndex]!.id),
          displayNames: best.map(({ classIndex }) => classes[classIndex]!.label),
          confidences: best.map(({ score }) => score),
        };
      });
      return c.json<z.infer<typeof vertexAnswerSchema>>({ predictions });
    },
  });
}
