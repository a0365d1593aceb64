/** POST /models/inception: the same answers in the shape of Hugging Face's image-classification task. */
import { createRoute, z } from "@hono/zod-openapi";
import type { OpenAPIHono } from "@hono/zod-openapi";
import { Problem } from "../problem.ts";
import { bestClasses } from "../request/best-classes.ts";
import { decodeBase64 } from "../request/base64-image.ts";
import { classifyImages } from "../request/classify-images.ts";
import { mediaType } from "../request/media-type.ts";
import { parseJson, readUploads } from "../request/upload.ts";
import type { Upload } from "../request/upload.ts";
import { modelInService } from "../service.ts";
import type { Env, Service } from "../service.ts";
import { note } from "./classify.ts";
import { rawBodies, uploadProblems } from "./image-bodies.ts";
import { receiveBody } from "./receive-body.ts";
import { problemResponses, topKSchema } from "./schemas.ts";

const querySchema = z.strictObject({ top_k: topKSchema.optional() });

export const huggingFaceBodySchema = z
  .object({
    inputs: z.string().openapi({ description: "An image in base64, or as a data URL" }),
    parameters: z
      .object({
        top_k: z.int().min(1).max(1000).optional(),
        function_to_apply: z.literal("softmax").optional(),
      })
      .optional(),
  })
  .openapi("HuggingFaceRequest");

const answerSchema = z
  .array(z.object({ label: z.string(), score: z.number() }))
  .openapi("HuggingFaceAnswer");

const route = createRoute({
  method: "post",
  path: "/models/inception",
  summary: "Classify an image, in the shape of Hugging Face's image-classification task",
  request: {
    query: querySchema,
    body: {
      required: true,
      content: {
        ...rawBodies,
        "application/json": { schema: { $ref: "#/components/schemas/HuggingFaceRequest" } },
      },
    },
  },
  responses: {
    200: {
      description: "The likeliest classes, the best first",
      content: { "application/json": { schema: answerSchema } },
    },
    ...problemResponses(...uploadProblems, "invalid_parameter"),
  },
});

const DEFAULT_TOP_K = 5;

export function addHuggingFace(app: OpenAPIHono<Env>, service: Service): void {
  const { limits } = service;
  app.openapi(route, (c) => {
    const query = c.req.valid("query");
    modelInService(service);
    return receiveBody(c, service, async (body) => {
      const { upload, top_k } = await readRequest(body, c.req.header("content-type"));
      const model = modelInService(service); // Anew: a reload may have ended the threads of the first.
      const { signal } = c.req.raw;
      const [answer] = await classifyImages([upload], model, { limits, explain: false, signal });
      if (answer instanceof Problem) throw answer;
      note(answer!, c.get("facts"), service);
      const labelled = bestClasses(answer!.scores, query.top_k ?? top_k ?? DEFAULT_TOP_K).map(
        ({ classIndex, score }) => ({ label: model.manifest.classes[classIndex]!.label, score }),
      );
      return c.json(labelled, 200);
    });
  });
}

async function readRequest(
  body: Uint8Array<ArrayBuffer>,
  contentType: string | undefined,
): Promise<{ readonly upload: Upload; readonly top_k?: number | undefined }> {
  if (mediaType(contentType) === "application/json") {
    const { inputs, parameters } = parseJson(body, huggingFaceBodySchema);
    return { upload: decodeBase64(inputs, "inputs"), top_k: parameters?.top_k };
  }
  const [upload] = await readUploads(body, contentType, 1);
  return { upload: upload! };
}
