/** For OpenAPI: a model's id in a path, and in the header of an answer. */
import { z } from "@hono/zod-openapi";

/** The path's parameter. */
export const modelParams = z.object({
  id: z.string().openapi({ example: "inception", description: "The model's id, one of /models" }),
});

/** Of every answer that a model gave. */
export const modelHeader = {
  "x-model": { description: "Id of the model that answered", schema: { type: "string" } },
} as const;
