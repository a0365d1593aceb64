/** What is asked and answered, as the schemas that validate requests and make /openapi.json. */
import { z } from "@hono/zod-openapi";
import { imageFormats } from "@inception-edge/image";
import { problemSchema, problems } from "../problem.ts";
import type { ProblemCode } from "../problem.ts";

export const topKSchema = z.coerce.number().int().min(1).max(1000);

/** Of the query, and of the fields of a form or JSON as well. */
export const wishSchema = z.strictObject({
  top_k: topKSchema.default(5).openapi({ description: "How many classes, the best first" }),
  threshold: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(0)
    .openapi({ description: "Leaves out classes with a lower score" }),
  explain: z
    .stringbool({ truthy: ["true", "1", "on"], falsy: ["false", "0", "off"] })
    .default(false)
    .openapi({ type: "boolean", description: "Adds a picture of what speaks for the best class" }),
});

export type Wish = z.infer<typeof wishSchema>;

export const predictionSchema = z
  .object({
    wnid: z.string().openapi({ example: "n01443537" }),
    label: z.string().openapi({ example: "goldfish" }),
    name: z.string().openapi({ example: "goldfish, Carassius auratus" }),
    score: z.number().min(0).max(1),
    rank: z.int().min(1),
  })
  .openapi("Prediction");

export const timingsSchema = z
  .record(z.string(), z.number())
  .openapi("Timings", { description: "Milliseconds by stage" });

const imageFactsSchema = z
  .object({
    width: z.int(),
    height: z.int(),
    format: z.enum(imageFormats),
    orientation: z.int().min(1).max(8).openapi({ description: "As EXIF numbers it; applied" }),
  })
  .openapi("ImageFacts", { description: "Width and height of the upright image" });

const explanationSchema = z
  .object({
    wnid: z.string(),
    label: z.string(),
    overlay: z.string().openapi({
      description: "PNG with alpha as a data URL, in the image's proportions, to be laid over it",
    }),
  })
  .openapi("Explanation");

const modelRefSchema = z
  .object({ name: z.string(), version: z.string(), engine: z.string() })
  .openapi("ModelRef");

const answerSchema = z.object({
  predictions: z.array(predictionSchema),
  image: imageFactsSchema,
  timings: timingsSchema,
  explanation: explanationSchema.optional(),
});

export type Answer = z.infer<typeof answerSchema>;

export const classificationSchema = answerSchema
  .extend({ model: modelRefSchema })
  .openapi("Classification");

export const batchSchema = z
  .object({
    model: modelRefSchema,
    results: z.array(
      z.union([
        answerSchema.extend({ file: z.string() }),
        z.object({ file: z.string(), error: problemSchema }),
      ]),
    ),
    timings: timingsSchema,
  })
  .openapi("ClassificationBatch", { description: "In the order of the form's files" });

/** For OpenAPI: the problems that a route can answer, by status. */
export function problemResponses(...codes: readonly ProblemCode[]): Record<
  number,
  {
    readonly description: string;
    readonly content: {
      readonly "application/problem+json": { readonly schema: typeof problemSchema };
    };
  }
> {
  const byStatus = Map.groupBy(codes, (code) => problems[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, same]) => [
      status,
      {
        description: same.map((code) => `\`${code}\`: ${problems[code].title}`).join(". "),
        content: { "application/problem+json": { schema: problemSchema } },
      },
    ]),
  );
}
