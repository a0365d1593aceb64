/** GET /execution-parameters of SageMaker's batch transform: how it is to send the images, where its job does not say. */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Env, Service } from "../../service.ts";

/** The answer. Source: AWS, "Custom Inference Code with Batch Transform". */
export const executionParametersSchema = z
  .object({
    MaxConcurrentTransforms: z.int(),
    BatchStrategy: z.literal("SINGLE_RECORD"),
    MaxPayloadInMB: z.int(),
  })
  .openapi("ExecutionParameters");

/** Of both numbers together: more is refused when the job is made. */
const MAX_MB = 100;

/** Answers the route. */
export function executionParameters(c: Context<Env>, { settings, slot }: Service): Response {
  const payloadMb = Math.min(MAX_MB, Math.max(1, Math.floor(settings.MAX_BODY_BYTES / 2 ** 20)));
  const threads = slot.current?.pool.load.workers ?? 1;
  return c.json<z.infer<typeof executionParametersSchema>>({
    MaxConcurrentTransforms: Math.max(1, Math.min(threads, Math.floor(MAX_MB / payloadMb))),
    BatchStrategy: "SINGLE_RECORD", // A file is one image.
    MaxPayloadInMB: payloadMb,
  });
}
