/** GET /v1/models, and below it a model's status or, at /metadata, its signatures. */
import type { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { listModels, type NamedModel } from "../../bundle/find-model.ts";
import { Problem } from "../../problem.ts";
import { readHealth } from "../../routes/health.ts";
import type { Env, Service } from "../../service.ts";
import { tensorFlowPath } from "./model-path.ts";
import type { modelListSchema, modelStatusSchema, signaturesSchema } from "./schema.ts";

type Signatures = z.infer<typeof signaturesSchema>;
type SignatureDef = Signatures["metadata"]["signature_def"]["signature_def"][string];
type TensorInfo = SignatureDef["inputs"][string];

/** The names that `signature_name` may have: of an image's bytes, and of the network's input. */
export const SIGNATURES = ["serving_default", "pixels"] as const;

/** GET /v1/models */
export function modelList(c: Context<Env>, service: Service): Response {
  const body: z.infer<typeof modelListSchema> = {
    models: listModels(service).map(({ name }) => name),
  };
  return c.json(body);
}

/** GET /v1/models/… */
export function modelStatus(c: Context<Env>, service: Service): Response {
  const { find, verb } = tensorFlowPath(c, service);
  if (verb === "/metadata") return c.json(signatures(find()));
  if (verb !== "") throw new Problem("not_found", `Cannot find "${c.req.path}"; see /docs`);
  const { name, versionNumber } = find();
  const body: z.infer<typeof modelStatusSchema> = {
    name,
    ready: readHealth(service).ready,
    model_version_status: [
      {
        version: versionNumber,
        state: "AVAILABLE",
        status: { error_code: "OK", error_message: "" },
      },
    ],
  };
  return c.json(body);
}

function signatures({ name, versionNumber, model }: NamedModel): Signatures {
  const { input, classes } = model.manifest;
  const outputs = {
    probabilities: tensorInfo("probabilities", "DT_FLOAT", [-1, classes.length]),
  };
  const signature = (tensor: TensorInfo): SignatureDef => ({
    inputs: { [tensor.name.split(":")[0]!]: tensor },
    outputs,
    method_name: "tensorflow/serving/predict",
  });
  const [ofImages, ofPixels] = SIGNATURES;
  return {
    model_spec: { name, signature_name: "", version: versionNumber },
    metadata: {
      signature_def: {
        signature_def: {
          [ofImages]: signature(tensorInfo("image", "DT_STRING", [-1])),
          [ofPixels]: signature(tensorInfo("pixels", "DT_FLOAT", [-1, input.size, input.size, 3])),
        },
      },
    },
  };
}

function tensorInfo(
  name: string,
  dtype: TensorInfo["dtype"],
  shape: readonly number[],
): TensorInfo {
  const dim = shape.map((size) => ({ size: String(size), name: "" }));
  return { name: `${name}:0`, dtype, tensor_shape: { dim, unknown_rank: false } };
}
