/** What the protocol tells about the service and its model, and whether they are ready. */
import type { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { API_VERSION } from "../../api-version.ts";
import { findModel } from "../../bundle/find-model.ts";
import { readHealth } from "../../routes/health.ts";
import type { Env, Service } from "../../service.ts";
import { modelPath } from "./model-path.ts";
import { OUTPUT } from "./read-outputs.ts";
import type {
  modelMetadataSchema,
  modelReadySchema,
  serverHealthSchema,
  serverMetadataSchema,
} from "./schema.ts";

/** Whose files the models are. */
export const PLATFORM = "tensorflow_tflite";

const NO_STORE = { "cache-control": "no-store" };

/** GET /v2 */
export function serverMetadata(c: Context<Env>): Response {
  return c.json<z.infer<typeof serverMetadataSchema>>({
    name: "inception-edge",
    version: API_VERSION,
    extensions: ["classification", "binary_tensor_data", "model_configuration"],
  });
}

/** GET /v2/health/live */
export function serverLive(c: Context<Env>, service: Service): Response {
  const { live } = readHealth(service);
  const body: z.infer<typeof serverHealthSchema> = { live };
  return c.json(body, live ? 200 : 503, NO_STORE);
}

/** GET /v2/health/ready: the protocol's text says `live` here too, clients read `ready`. */
export function serverReady(c: Context<Env>, service: Service): Response {
  const { live, ready } = readHealth(service);
  const body: z.infer<typeof serverHealthSchema> = { live, ready };
  return c.json(body, ready ? 200 : 503, NO_STORE);
}

/** GET /v2/models/{model}[/versions/{version}]/ready */
export function modelReady(c: Context<Env>, service: Service): Response {
  const { name } = findModel(service, modelPath(c));
  const { ready } = readHealth(service);
  const body: z.infer<typeof modelReadySchema> = { name, ready };
  return c.json(body, ready ? 200 : 503, NO_STORE);
}

/** GET /v2/models/{model}[/versions/{version}] */
export function modelMetadata(c: Context<Env>, service: Service): Response {
  const { name, version, model } = findModel(service, modelPath(c));
  const { input, classes } = model.manifest;
  return c.json<z.infer<typeof modelMetadataSchema>>({
    name,
    versions: [version],
    platform: PLATFORM,
    inputs: [
      { name: "image", datatype: "BYTES", shape: [-1] },
      { name: "pixels", datatype: "FP32", shape: [-1, input.size, input.size, 3] },
    ],
    outputs: [{ name: OUTPUT, datatype: "FP32", shape: [-1, classes.length] }],
  });
}
