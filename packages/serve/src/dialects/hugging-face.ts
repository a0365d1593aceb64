/** POST /models/inception: the same answers in the shape of Hugging Face's image-classification task. */
import { createRoute, z, type OpenAPIHono } from "@hono/zod-openapi";
import { checkJson } from "../body/parse-json.ts";
import { base64Upload, type Uploads } from "../body/read-uploads.ts";
import { answerUploads } from "../classify/answer-uploads.ts";
import { bestClasses, scoreFunctions } from "../classify/best-classes.ts";
import { jsonFields, topKParameter } from "../classify/query.ts";
import { Problem, problemResponses } from "../problem.ts";
import { imageBodies, uploadProblems } from "../routes/image-bodies.ts";
import type { Env, Service } from "../service.ts";

const querySchema = z.strictObject({
  top_k: topKParameter,
  function_to_apply: z
    .enum(scoreFunctions)
    .default("softmax")
    .openapi({ description: "What makes the scores from the logits" }),
});

const image = z.string().openapi({ description: "An image in base64, or as a data URL" });

/** The JSON that the task's clients send. */
export const huggingFaceBodySchema = z
  .object({
    inputs: image.or(z.array(image)),
    parameters: z.object(jsonFields(querySchema)).nullish(), // Clients send null for what is not given.
  })
  .openapi("HuggingFaceRequest");

const answerSchema = z
  .array(z.object({ label: z.string(), score: z.number() }))
  .openapi("HuggingFaceAnswer");

const route = createRoute({
  method: "post",
  path: "/models/inception",
  summary: "Classify an image, in the shape of Hugging Face's image-classification task",
  request: { query: querySchema, body: imageBodies("HuggingFaceRequest") },
  responses: {
    200: {
      description: "The most likely classes, best first; for several images a list of such lists",
      content: { "application/json": { schema: answerSchema.or(z.array(answerSchema)) } },
    },
    ...problemResponses(...uploadProblems, "invalid_parameter"),
  },
});

/** Adds the route. */
export function addHuggingFace(app: OpenAPIHono<Env>, service: Service): void {
  app.openapi(route, async (c) => {
    const { isList, results } = await answerUploads(c, service, {
      querySchema,
      query: c.req.valid("query"),
      readJson,
      toAnswer: (answer, { manifest }, { top_k, function_to_apply }) =>
        bestClasses(answer, top_k, function_to_apply).map(({ classIndex, score }) => ({
          label: manifest.classes[classIndex]!.label,
          score,
        })),
      toFailure(problem): never {
        throw problem; // The task has no place for a problem in its answer.
      },
    });
    return c.json(isList ? [...results] : results[0]!, 200);
  });
}

function readJson(json: unknown): Uploads {
  const { inputs, parameters } = checkJson(json, huggingFaceBodySchema);
  const fields = parameters ?? {};
  if (typeof inputs === "string") {
    return { uploads: [base64Upload(inputs, "inputs")], isList: false, fields };
  }
  if (inputs.length === 0) throw new Problem("no_image", 'Cannot classify: "inputs" is empty');
  const uploads = inputs.map((text, index) => base64Upload(text, `inputs[${index}]`));
  return { uploads, isList: true, fields };
}
