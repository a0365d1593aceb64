/** What TensorFlow Serving's REST API is asked and answers. Source: tensorflow/serving, g3doc/api_rest.md and apis/*.proto. */
import { z } from "@hono/zod-openapi";
import { explanationSchema } from "../../explain/schema.ts";

/** POST …:predict */
export const predictRequestSchema = z
  .object({
    signature_name: z.string().nullish(),
    instances: z.unknown().optional().openapi({ description: 'A list: `{"b64": …}` or numbers' }),
    inputs: z.unknown().optional().openapi({ description: "The same as columns" }),
  })
  .openapi("PredictRequest", { description: "Either `instances` or `inputs`" });

const rows = z.array(z.array(z.number()));

/** Probabilities of all classes for each image, as the request was: in rows or in columns. */
export const predictAnswerSchema = z
  .union([z.object({ predictions: rows }), z.object({ outputs: rows })])
  .openapi("PredictAnswer");

/** POST …:explain, of KServe's V1 protocol, which leaves open what an explanation is. */
export const explainAnswerSchema = z
  .object({ predictions: rows, explanations: z.array(explanationSchema) })
  .openapi("ExplainAnswer");

/** GET /v1/models, of KServe's V1 protocol */
export const modelListSchema = z.object({ models: z.array(z.string()) }).openapi("ModelList");

/** GET /v1/models/{model}: with KServe's `name` and `ready` beside it. */
export const modelStatusSchema = z
  .object({
    name: z.string(),
    ready: z.boolean(),
    model_version_status: z.array(
      z.object({
        version: z.string(),
        state: z.literal("AVAILABLE"),
        status: z.object({ error_code: z.literal("OK"), error_message: z.literal("") }),
      }),
    ),
  })
  .openapi("ModelStatus");

const tensorInfo = z.object({
  name: z.string(),
  dtype: z.enum(["DT_STRING", "DT_FLOAT"]),
  tensor_shape: z.object({
    dim: z.array(z.object({ size: z.string(), name: z.string() })),
    unknown_rank: z.boolean(),
  }),
});

/** GET /v1/models/{model}/metadata */
export const signaturesSchema = z
  .object({
    model_spec: z.object({ name: z.string(), signature_name: z.string(), version: z.string() }),
    metadata: z.object({
      signature_def: z.object({
        signature_def: z.record(
          z.string(),
          z.object({
            inputs: z.record(z.string(), tensorInfo),
            outputs: z.record(z.string(), tensorInfo),
            method_name: z.string(),
          }),
        ),
      }),
    }),
  })
  .openapi("ModelSignatures");
