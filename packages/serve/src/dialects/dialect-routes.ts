/**
 * The paths of other services' protocols, and what answers each. It is loaded at the first request for it, so that those
 * who use none of them wait for none at the start.
 */
import type { Context, Hono } from "hono";
import type { Env, Service } from "../service.ts";

type Answer = (c: Context<Env>, service: Service) => Response | Promise<Response>;

interface DialectRoute {
  readonly method: "GET" | "POST";
  /** Whether it costs work: needs a key, and counts against the rate limit. */
  readonly isWork: boolean;
  /** A pattern of hono's. */
  readonly path: string;
  readonly load: () => Promise<Answer>;
}

const openInference: readonly DialectRoute[] = [
  get("/v2", async () => (await import("./open-inference/metadata.ts")).serverMetadata),
  get("/v2/health/live", async () => (await import("./open-inference/metadata.ts")).serverLive),
  get("/v2/health/ready", async () => (await import("./open-inference/metadata.ts")).serverReady),
  {
    ...get(
      "/v2/repository/index",
      async () => (await import("./open-inference/repository.ts")).repositoryIndex,
    ),
    method: "POST", // though it tells a state
  },
  ...["/v2/models/:model", "/v2/models/:model/versions/:version"].flatMap((path) => [
    get(path, async () => (await import("./open-inference/metadata.ts")).modelMetadata),
    get(`${path}/config`, async () => (await import("./open-inference/repository.ts")).modelConfig),
    get(`${path}/ready`, async () => (await import("./open-inference/metadata.ts")).modelReady),
    post(`${path}/infer`, async () => (await import("./open-inference/infer.ts")).infer),
  ]),
];

/** Its paths are told apart by more than segments: `/v1/models/NAME:predict`. */
const tensorFlowServing: readonly DialectRoute[] = [
  get("/v1/models", async () => (await import("./tensorflow-serving/model-status.ts")).modelList),
  get(
    "/v1/models/*",
    async () => (await import("./tensorflow-serving/model-status.ts")).modelStatus,
  ),
  post("/v1/models/*", async () => (await import("./tensorflow-serving/predict.ts")).predict),
];

const platforms: readonly DialectRoute[] = [
  get(
    "/execution-parameters",
    async () => (await import("./platforms/batch-transform.ts")).executionParameters,
  ),
  get("/ping", async () => (await import("./platforms/ping.ts")).ping),
  post("/invocations", async () => (await import("./platforms/any-body.ts")).answerAnyBody),
  post("/score", async () => (await import("./platforms/any-body.ts")).answerAnyBody),
  post("/vertex/predict", async () => (await import("./platforms/vertex.ts")).vertexPredict),
];

const routes: readonly DialectRoute[] = [...openInference, ...tensorFlowServing, ...platforms];

/** Paths that cost work. */
export const dialectWorkPaths: readonly string[] = routes
  .filter(({ isWork }) => isWork)
  .map(({ path }) => path);

/** Adds the routes. */
export function addDialects(app: Hono<Env>, service: Service): void {
  for (const { method, path, load } of routes) {
    let loaded: Promise<Answer> | undefined;
    app.on(method, path, async (c) => (await (loaded ??= load()))(c, service));
  }
}

function get(path: string, load: DialectRoute["load"]): DialectRoute {
  return { method: "GET", isWork: false, path, load };
}

function post(path: string, load: DialectRoute["load"]): DialectRoute {
  return { method: "POST", isWork: true, path, load };
}
