/**
 * What Triton's clients ask about models besides the protocol: which there are, and how one is set up. Sources:
 * triton-inference-server/server, docs/protocol/extension_model_repository.md (its index alone: models are not loaded by
 * requests) and extension_model_configuration.md; triton-inference-server/common, protobuf/model_config.proto.
 */
import type { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { findModel, listModels } from "../../bundle/find-model.ts";
import { readHealth } from "../../routes/health.ts";
import type { Env, Service } from "../../service.ts";
import { PLATFORM } from "./metadata.ts";
import { modelPath } from "./model-path.ts";
import { OUTPUT } from "./read-outputs.ts";
import type { modelConfigSchema, repositoryIndexSchema } from "./schema.ts";

/** POST /v2/repository/index: only models that are ready are in service, so that `ready` in the body changes nothing. */
export function repositoryIndex(c: Context<Env>, service: Service): Response {
  const models = readHealth(service).ready ? listModels(service) : [];
  return c.json<z.infer<typeof repositoryIndexSchema>>(
    models.map(({ name, version }) => ({ name, version, state: "READY", reason: "" })),
  );
}

/** GET /v2/models/{model}[/versions/{version}]/config: dimensions leave out the batch's, which comes first. */
export function modelConfig(c: Context<Env>, service: Service): Response {
  const { name, model } = findModel(service, modelPath(c));
  const { input, classes } = model.manifest;
  return c.json<z.infer<typeof modelConfigSchema>>({
    name,
    platform: PLATFORM,
    max_batch_size: service.settings.MAX_IMAGES,
    input: [
      { name: "image", data_type: "TYPE_STRING", dims: [1], optional: true },
      { name: "pixels", data_type: "TYPE_FP32", dims: [input.size, input.size, 3], optional: true },
    ],
    output: [{ name: OUTPUT, data_type: "TYPE_FP32", dims: [classes.length] }],
  });
}
