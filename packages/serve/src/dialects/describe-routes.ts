/** The dialects' paths for /openapi.json and /docs. */
import { z, type OpenAPIHono, type RouteConfig } from "@hono/zod-openapi";
import { problems, problemResponses, type ProblemCode } from "../problem.ts";
import { batchSchema, classificationSchema } from "../routes/classify-schema.ts";
import { imageBodies, uploadProblems } from "../routes/image-bodies.ts";
import type { Env } from "../service.ts";
import { dialectStatus } from "./error-shape.ts";
import * as v2 from "./open-inference/schema.ts";
import { azureAnswerSchema, azureRequestSchema } from "./platforms/azure-shape.ts";
import { executionParametersSchema } from "./platforms/batch-transform.ts";
import { vertexAnswerSchema, vertexRequestSchema } from "./platforms/vertex.ts";
import * as v1 from "./tensorflow-serving/schema.ts";

type Schema = z.ZodType;
type Responses = RouteConfig["responses"];

const errorSchema = z.object({ error: z.string() }).openapi("DialectError");
const empty = { description: "Yes" };
const bytes = { type: "string", format: "binary" } as const;

/** Called once, when the document is made. */
export function describeDialects({ openAPIRegistry: registry }: OpenAPIHono<Env>): void {
  registry.register("AzureRequest", azureRequestSchema);
  registry.register("PredictRequest", v1.predictRequestSchema);
  for (const path of paths) registry.registerPath(path);
}

const modelProblems: readonly ProblemCode[] = ["not_found", "not_ready"];
const workProblems = [...uploadProblems, "not_found"] as const;

const paths: readonly RouteConfig[] = [
  ...openInference(),
  ...tensorFlowServing(),
  get("/ping", "SageMaker: readiness", { 200: empty, 503: { description: "No" } }),
  get("/execution-parameters", "SageMaker: how a batch transform is to send images", {
    200: { description: "Parameters", content: json(executionParametersSchema) },
  }),
  anyBody("/invocations", "SageMaker: classify an image, or several"),
  anyBody("/score", "Azure ML: classify an image, or several"),
  post("/vertex/predict", "Vertex AI: classify images", {
    body: { ...json(vertexRequestSchema), "application/octet-stream": { schema: bytes } },
    answer: json(vertexAnswerSchema),
  }),
];

function openInference(): RouteConfig[] {
  const health = (yes: string): Responses => ({
    200: { description: yes, content: json(v2.serverHealthSchema) },
    503: { description: "No", content: json(v2.serverHealthSchema) },
  });
  const name = "Open Inference Protocol";
  const ofModel = ["/v2/models/{model}", "/v2/models/{model}/versions/{version}"].flatMap(
    (path) => [
      get(path, `${name}: the model's inputs and outputs`, {
        200: { description: "Metadata", content: json(v2.modelMetadataSchema) },
        ...plainErrors(...modelProblems),
      }),
      get(`${path}/ready`, `${name}: the model's readiness`, {
        ...plainErrors(...modelProblems),
        200: { description: "Yes", content: json(v2.modelReadySchema) },
        503: { description: "No", content: json(v2.modelReadySchema.or(errorSchema)) },
      }),
      get(`${path}/config`, "Triton: the model's configuration", {
        200: { description: "Configuration", content: json(v2.modelConfigSchema) },
        ...plainErrors(...modelProblems),
      }),
      post(`${path}/infer`, `${name}: classify images or prepared inputs`, {
        body: { ...json(v2.inferRequestSchema), "application/octet-stream": { schema: bytes } },
        answer: { ...json(v2.inferAnswerSchema), "application/octet-stream": { schema: bytes } },
      }),
    ],
  );
  return [
    get("/v2", `${name}: the service and the extensions that it knows`, {
      200: { description: "Metadata", content: json(v2.serverMetadataSchema) },
    }),
    get("/v2/health/live", `${name}: liveness`, health("Live")),
    get("/v2/health/ready", `${name}: readiness`, health("Ready")),
    {
      ...get("/v2/repository/index", "Triton: the models that are ready", {
        200: { description: "Models", content: json(v2.repositoryIndexSchema) },
      }),
      method: "post",
    },
    ...ofModel,
  ];
}

function tensorFlowServing(): RouteConfig[] {
  const name = "TensorFlow Serving";
  const model = "/v1/models/{model}";
  const ofModel = ["", "/versions/{version}", "/labels/{label}"].flatMap((version) => [
    get(`${model}${version}`, `${name}: the model's versions`, {
      200: { description: "Status", content: json(v1.modelStatusSchema) },
      ...plainErrors(...modelProblems),
    }),
    get(`${model}${version}/metadata`, `${name}: the model's signatures`, {
      200: { description: "Metadata", content: json(v1.signaturesSchema) },
      ...plainErrors(...modelProblems),
    }),
    post(`${model}${version}:predict`, `${name}: classify images or prepared inputs`, {
      body: json(v1.predictRequestSchema),
      answer: json(v1.predictAnswerSchema),
    }),
    post(`${model}${version}:explain`, "KServe: classify images, and explain the answers", {
      body: json(v1.predictRequestSchema),
      answer: json(v1.explainAnswerSchema),
    }),
  ]);
  const models = get("/v1/models", "KServe: the models", {
    200: { description: "Names", content: json(v1.modelListSchema) },
    ...plainErrors("not_ready"),
  });
  return [models, ...ofModel];
}

/** Whatever /classify takes, and JSON of other shapes. */
function anyBody(path: string, summary: string): RouteConfig {
  const { content, required } = imageBodies("JsonImages");
  const shapes = ["JsonImages", "PredictRequest", "AzureRequest"];
  const schema = { anyOf: shapes.map((shape) => ({ $ref: `#/components/schemas/${shape}` })) };
  const answer = z.union([
    classificationSchema,
    batchSchema,
    v1.predictAnswerSchema,
    azureAnswerSchema,
  ]);
  return {
    method: "post",
    path,
    summary,
    request: { body: { required, content: { ...content, "application/json": { schema } } } },
    responses: {
      200: { description: "The answer in the request's shape", content: json(answer) },
      ...problemResponses(...uploadProblems, "invalid_parameter", "explain_unavailable"),
    },
  };
}

function get(path: string, summary: string, responses: Responses): RouteConfig {
  return { method: "get", path, summary, request: { params: parametersOf(path) }, responses };
}

type Content = Readonly<Record<string, { readonly schema: Schema | object }>>;

function post(
  path: string,
  summary: string,
  { body, answer }: { readonly body: Content; readonly answer: Content },
): RouteConfig {
  return {
    method: "post",
    path,
    summary,
    request: { params: parametersOf(path), body: { required: true, content: body } },
    responses: {
      200: { description: "An answer for each", content: answer },
      ...plainErrors(...workProblems),
    },
  };
}

function parametersOf(path: string): z.ZodObject {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name!, z.string()] as const);
  return z.object(Object.fromEntries(names));
}

function json(schema: Schema): Record<"application/json", { readonly schema: Schema }> {
  return { "application/json": { schema } };
}

/** By the status that dialects give them. */
function plainErrors(...codes: readonly ProblemCode[]): Responses {
  const byStatus = Map.groupBy(codes, (code) => dialectStatus(problems[code].status));
  return Object.fromEntries(
    [...byStatus].map(([status, same]) => [
      status,
      {
        description: same.map((code) => problems[code].title).join(". "),
        content: json(errorSchema),
      },
    ]),
  );
}
