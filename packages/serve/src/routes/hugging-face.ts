/** POST /models/inception: the same answers in the shape of Hugging Face's image-classification task. */
import { createRoute, z } from "@hono/zod-openapi";
import type { OpenAPIHono } from "@hono/zod-openapi";
import { Problem } from "../problem.ts";
import { bestClasses, scoreFunctions } from "../classify/best-classes.ts";
import { classifyImages } from "../classify/submit-uploads.ts";
import { parseJson } from "../body/parse-json.ts";
import { base64Upload, readSent } from "../body/read-uploads.ts";
import type { Sent } from "../body/read-uploads.ts";
import { modelInService } from "../service.ts";
import type { Env, Service } from "../service.ts";
import { note } from "./classify.ts";
import { imageBodies, uploadProblems } from "./image-bodies.ts";
import { receiveBody } from "../classify/answer-uploads.ts";
import { problemResponses, topKSchema } from "./schemas.ts";
import { parameterField, readWish } from "../classify/query.ts";

const wishSchema = z.strictObject({
  top_k: topKSchema.default(5).openapi({ description: "How many classes, the best first" }),
  function_to_apply: z
    .enum(scoreFunctions)
    .default("softmax")
    .openapi({ description: "Of the logits, to make the scores" }),
});

const image = z.string().openapi({ description: "An image in base64, or as a data URL" });

export const huggingFaceBodySchema = z
  .object({
    inputs: image.or(z.array(image)),
    // Clients send null for what they leave open.
    parameters: z
      .object({ top_k: parameterField("integer"), function_to_apply: parameterField("string") })
      .nullish(),
  })
  .openapi("HuggingFaceRequest");

const answerSchema = z
  .array(z.object({ label: z.string(), score: z.number() }))
  .openapi("HuggingFaceAnswer");

const route = createRoute({
  method: "post",
  path: "/models/inception",
  summary: "Classify an image, in the shape of Hugging Face's image-classification task",
  request: { query: wishSchema, body: imageBodies("HuggingFaceRequest") },
  responses: {
    200: {
      description: "The likeliest classes, the best first; of several images a list of such lists",
      content: { "application/json": { schema: answerSchema.or(z.array(answerSchema)) } },
    },
    ...problemResponses(...uploadProblems, "invalid_parameter"),
  },
});

export function addHuggingFace(app: OpenAPIHono<Env>, service: Service): void {
  const { limits, settings } = service;
  app.openapi(route, (c) => {
    modelInService(service);
    return receiveBody(c, service, async (body) => {
      const { uploads, isList, fields } = await readSent(body, {
        contentType: c.req.header("content-type"),
        maxImages: settings.MAX_IMAGES,
        readJson,
      });
      const { top_k, function_to_apply } = readWish(wishSchema, { query: c.req.query(), fields });
      const model = modelInService(service); // Anew: a reload may have ended the threads of the first.
      const { signal } = c.req.raw;
      const options = { limits, explain: false, client: service.clientAddress(c), signal };
      const answers = await classifyImages(uploads, model, options);
      const labelled = answers.map((answer) => {
        if (answer instanceof Problem) throw answer; // The task has no place for a problem in its answer.
        note(answer, c.get("facts"), service);
        return bestClasses(answer, top_k, function_to_apply).map(({ classIndex, score }) => ({
          label: model.manifest.classes[classIndex]!.label,
          score,
        }));
      });
      return c.json(isList ? labelled : labelled[0]!, 200);
    });
  });
}

function readJson(body: Uint8Array): Sent {
  const { inputs, parameters } = parseJson(body, huggingFaceBodySchema);
  const fields = parameters ?? {};
  if (typeof inputs === "string") {
    return { uploads: [base64Upload(inputs, "inputs")], isList: false, fields };
  }
  if (inputs.length === 0) throw new Problem("no_image", 'Cannot classify: "inputs" is empty');
  const uploads = inputs.map((text, place) => base64Upload(text, `inputs[${place}]`));
  return { uploads, isList: true, fields };
}
