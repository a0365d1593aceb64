/** What POST /classify is asked and what it answers: the schemas that validate requests and make /openapi.json. */
import { z } from "@hono/zod-openapi";
import { decodableFormats } from "@inception-edge/image";
import { topKParameter } from "../classify/query.ts";
import { explainParameters, explanationSchema } from "../explain/schema.ts";
import { problemSchema } from "../problem.ts";

/** The query; a form or JSON has the same parameters as fields. */
export const querySchema = z.strictObject({
  top_k: topKParameter,
  threshold: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(0)
    .openapi({ description: "Leaves out classes with a lower score" }),
  coverage: z.coerce.number().gt(0).lt(1).optional().openapi({
    description:
      "Adds the smallest set of classes that holds the true one with this probability, such as 0.95",
  }),
  ...explainParameters,
});

/** A validated query. */
export type Query = z.infer<typeof querySchema>;

const predictionSchema = z
  .object({
    id: z.string().openapi({ example: "n01443537", description: "The class's own name, unique" }),
    wnid: z
      .string()
      .optional()
      .openapi({ example: "n01443537", description: "WordNet id, of a class that has one" }),
    label: z.string().openapi({ example: "goldfish" }),
    name: z.string().openapi({ example: "goldfish, Carassius auratus" }),
    score: z.number().min(0).max(1),
    rank: z.int().min(1),
  })
  .openapi("Prediction");

const timingsSchema = z
  .record(z.string(), z.number())
  .openapi("Timings", { description: "Milliseconds by stage" });

const imageFactsSchema = z
  .object({
    width: z.int(),
    height: z.int(),
    format: z.enum(decodableFormats),
    orientation: z.int().min(1).max(8).openapi({ description: "EXIF orientation, applied" }),
  })
  .openapi("ImageFacts", { description: "Width and height of the upright image" });

const modelRefSchema = z
  .object({
    id: z.string().openapi({ example: "inception", description: "Its name in /models" }),
    name: z.string(),
    version: z.string(),
    engine: z.string(),
  })
  .openapi("ModelRef", { description: "The model that answered" });

const answerSetSchema = z
  .object({
    coverage: z.number().openapi({
      description: "That was promised: at least the one asked for. For all images together",
    }),
    classes: z.array(predictionSchema).openapi({
      description: "Most likely first; none: the image shows none of the model's classes",
    }),
  })
  .openapi("AnswerSet");

const answerSchema = z.object({
  predictions: z.array(predictionSchema),
  image: imageFactsSchema,
  timings: timingsSchema,
  answerSet: answerSetSchema.optional(),
  outOfDistribution: z.boolean().optional().openapi({
    description:
      "Whether the image is unlike those that the model was trained on; absent if it cannot tell",
  }),
  oodScore: z.number().optional().openapi({
    description:
      "How unlike, in standard deviations of held-out images; GET /model tells the threshold",
  }),
  explanation: explanationSchema.optional(),
});

/** The answer to one image. */
export type Answer = z.infer<typeof answerSchema>;

/** The answer to a single image. */
export const classificationSchema = answerSchema
  .extend({ model: modelRefSchema })
  .openapi("Classification");

/** The same as a type. */
export type Classification = z.infer<typeof classificationSchema>;

/** The answer to a list of images. */
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
  .openapi("ClassificationBatch", { description: "In the order of the images sent" });

/** The same as a type. */
export type ClassificationBatch = z.infer<typeof batchSchema>;
