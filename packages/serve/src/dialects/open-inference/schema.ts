/** What the Open Inference Protocol's REST endpoints are asked and answer. Source: kserve/open-inference-protocol, inference_rest.md. */
import { z } from "@hono/zod-openapi";

const parameters = z.record(z.string(), z.unknown());
const dataType = z.enum(["BYTES", "FP32", "UINT8"]);
const shape = z.array(z.int().min(0));

/** An inference request, or the JSON before binary tensors. Fields of no meaning here, such as `model_name`, are ignored. */
export const inferRequestSchema = z
  .object({
    id: z.string().nullish(),
    parameters: parameters.nullish().openapi({ description: "`binary_data_output`" }),
    inputs: z
      .array(
        z.object({
          name: z.string().openapi({ description: "`image`, or `pixels`" }),
          shape: shape.openapi({ description: "`[n]`, or `[n, size, size, 3]`" }),
          datatype: z.string().openapi({ description: "BYTES, or FP32 or UINT8" }),
          parameters: parameters.nullish().openapi({ description: "`binary_data_size`" }),
          data: z
            .unknown()
            .optional()
            .openapi({ description: "Images in base64, or numbers nested or flat" }),
        }),
      )
      .min(1),
    outputs: z
      .array(
        z.object({
          name: z.string(),
          parameters: parameters
            .nullish()
            .openapi({ description: "`binary_data`, `classification`" }),
        }),
      )
      .nullish(),
  })
  .openapi("InferRequest");

/** A validated request. */
export type InferRequest = z.infer<typeof inferRequestSchema>;

/** The answer, or the JSON before binary tensors. */
export const inferAnswerSchema = z
  .object({
    model_name: z.string(),
    model_version: z.string(),
    id: z.string().optional(),
    outputs: z.array(
      z.object({
        name: z.string(),
        datatype: dataType,
        shape,
        parameters: parameters.optional(),
        data: z.array(z.union([z.number(), z.string()])).optional(),
      }),
    ),
  })
  .openapi("InferAnswer");

/** The same as a type. */
export type InferAnswer = z.infer<typeof inferAnswerSchema>;

/** GET /v2 */
export const serverMetadataSchema = z
  .object({ name: z.string(), version: z.string(), extensions: z.array(z.string()) })
  .openapi("ServerMetadata");

const tensorSchema = z.object({
  name: z.string(),
  datatype: dataType,
  shape: z.array(z.int()).openapi({ description: "-1 where it is free" }),
});

/** GET /v2/models/{model} */
export const modelMetadataSchema = z
  .object({
    name: z.string(),
    versions: z.array(z.string()),
    platform: z.string(),
    inputs: z.array(tensorSchema).openapi({ description: "A request has one of them" }),
    outputs: z.array(tensorSchema),
  })
  .openapi("ModelMetadata");

const configTensor = z.object({
  name: z.string(),
  data_type: z.enum(["TYPE_STRING", "TYPE_FP32"]),
  dims: z.array(z.int()).openapi({ description: "Without the batch's" }),
});

/** GET /v2/models/{model}/config */
export const modelConfigSchema = z
  .object({
    name: z.string(),
    platform: z.string(),
    max_batch_size: z.int(),
    input: z
      .array(configTensor.extend({ optional: z.boolean() }))
      .openapi({ description: "A request has one of them" }),
    output: z.array(configTensor),
  })
  .openapi("ModelConfig");

/** POST /v2/repository/index */
export const repositoryIndexSchema = z
  .array(
    z.object({
      name: z.string(),
      version: z.string(),
      state: z.literal("READY"),
      reason: z.literal(""),
    }),
  )
  .openapi("RepositoryIndex");

/** GET /v2/health/live and /v2/health/ready */
export const serverHealthSchema = z
  .object({ live: z.boolean(), ready: z.boolean().optional() })
  .openapi("ServerHealth");

/** GET /v2/models/{model}/ready */
export const modelReadySchema = z
  .object({ name: z.string(), ready: z.boolean() })
  .openapi("ModelReady");
