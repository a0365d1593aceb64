/** POST /models/inception, or another model's id: the same answers in the shape of Hugging Face's image-classification task. */
import { createRoute, z, type OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { checkJson } from "../body/parse-json.ts";
import { base64Upload, type Uploads } from "../body/read-uploads.ts";
import { ONLY_MODEL } from "../bundle/find-models.ts";
import { answerUploads } from "../classify/answer-uploads.ts";
import { bestClasses, scoreFunctions } from "../classify/best-classes.ts";
import { jsonFields, topKParameter } from "../classify/query.ts";
import { Problem, problemResponses } from "../problem.ts";
import { imageBodies, uploadProblems } from "../routes/image-bodies.ts";
import { modelHeader, modelParams } from "../routes/model-path.ts";
import { servedModel, type Env, type Service } from "../service.ts";

const querySchema = z.strictObject({
  top_k: topKParameter,
  function_to_apply: z
    .enum(scoreFunctions)
    .default("softmax")
    .openapi({ description: "What makes the scores from the logits" }),
});

const image = z.string().openapi({ description: "An image in base64, or as a data URL" });

type Query = z.infer<typeof querySchema>;

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

const answersSchema = answerSchema.or(z.array(answerSchema));

const answered = {
  description: "The most likely classes, best first; for several images a list of such lists",
  headers: modelHeader,
  content: { "application/json": { schema: answersSchema } },
};

const request = { query: querySchema, body: imageBodies("HuggingFaceRequest") };

const route = createRoute({
  method: "post",
  path: `/models/${ONLY_MODEL}`,
  summary: "Classify an image, in the shape of Hugging Face's image-classification task",
  request,
  responses: { 200: answered, ...problemResponses(...uploadProblems, "invalid_parameter") },
});

const modelRoute = createRoute({
  method: "post",
  path: "/models/{id}",
  summary: "The same with one of several models",
  request: { ...request, params: modelParams },
  responses: {
    200: answered,
    ...problemResponses(...uploadProblems, "invalid_parameter", "unknown_model"),
  },
});

/** Adds the routes. Where several models are served and none is called `inception`, that path stands for all, as /classify does. */
export function addHuggingFace(app: OpenAPIHono<Env>, service: Service): void {
  app.openapi(route, async (c) => {
    const model = servedModel(service, ONLY_MODEL)?.id;
    return c.json(await answerIn(c, model, c.req.valid("query")), 200);
  });
  app.openapi(modelRoute, async (c) =>
    c.json(await answerIn(c, c.req.valid("param").id, c.req.valid("query")), 200),
  );

  async function answerIn(
    c: Context<Env>,
    model: string | undefined,
    query: Query,
  ): Promise<z.infer<typeof answersSchema>> {
    const { isList, results } = await answerUploads(c, service, {
      model,
      querySchema,
      query,
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
    return isList ? [...results] : results[0]!;
  }
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
