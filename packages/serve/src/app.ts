/** The service as one function from a request to an answer; sockets, signals and files belong to the entries. */
import { OpenAPIHono } from "@hono/zod-openapi";
import type { Hono } from "hono";
import { requestId } from "hono/request-id";
import { secureHeaders } from "hono/secure-headers";
import { acceptedTypes } from "./body/body-kind.ts";
import { invalidParameter } from "./classify/query.ts";
import { contentPolicy, permissionsPolicy } from "./content-policy.ts";
import { addDialects, dialectWorkPaths } from "./dialects/dialect-routes.ts";
import { addHuggingFace } from "./dialects/hugging-face.ts";
import { observe } from "./observe/observe.ts";
import { onError } from "./on-error.ts";
import { Problem } from "./problem.ts";
import { aliasedPath, aliasPaths, type Alias } from "./routes/alias-paths.ts";
import { addBrowser } from "./routes/browser.ts";
import { addClassify } from "./routes/classify.ts";
import { addDocs } from "./routes/docs.ts";
import { headLength } from "./routes/head.ts";
import { addHealth } from "./routes/health.ts";
import { addModel } from "./routes/model.ts";
import { addModels } from "./routes/models.ts";
import { addPage } from "./routes/page.ts";
import { checkTarget, targetPath } from "./routes/request-target.ts";
import { identifyClient, requireApiKey } from "./security/api-keys.ts";
import { allowOrigins } from "./security/cors.ts";
import { limitRate } from "./security/rate-limit.ts";
import type { Env, Service } from "./service.ts";

/** Paths that cost work, or hand out the model: they need a key and count against the rate limit. Other paths' GETs are free. */
const WORK_PATHS = [
  ...["/classify", "/models/*", ...dialectWorkPaths].map((path) => ({ method: "POST", path })),
  { method: "ALL", path: "/browser/bundle/*" },
] as const;

/** All routes and the middleware around them. */
export function createApp(service: Service): Hono<Env> {
  const app = new OpenAPIHono<Env>({
    getPath: (request) => aliasedPath(aliases, request.method, targetPath(request)),
    defaultHook(result) {
      if (!result.success) throw invalidParameter(result.error.issues);
    },
  });
  const answerError = onError(service);
  app.onError(answerError);
  // Not thrown: that would skip the middleware around it.
  app.notFound((c) =>
    answerError(new Problem("not_found", `Cannot find "${c.req.path}"; see /docs`), c),
  );
  app.use(requestId());
  app.use(observe(service));
  app.use(allowOrigins(service.settings));
  app.use(headLength());
  app.use(pageHeaders());
  app.use(checkTarget());
  const guards = [
    identifyClient(service.keys),
    limitRate(service), // before unknown keys are refused: guessing them is limited too
    requireApiKey(service.keys),
  ];
  for (const { method, path } of WORK_PATHS) app.on(method, [path], ...guards);
  addClassify(app, service);
  addHuggingFace(app, service);
  addDialects(app, service);
  addModels(app, service);
  addHealth(app, service);
  addModel(app, service);
  addPage(app, service);
  addBrowser(app, service);
  addDocs(app);
  const aliases = aliasPaths(app, service.settings);
  answerOtherMethods(app, aliases, acceptedTypes(service.limits.formats).join(", "));
  return app;
}

/** The page runs only its own files and cannot be framed. */
function pageHeaders(): ReturnType<typeof secureHeaders> {
  return secureHeaders({
    contentSecurityPolicy: contentPolicy,
    permissionsPolicy,
    referrerPolicy: "no-referrer",
    xFrameOptions: "DENY",
  });
}

/** Whether a route answers what another path asks: itself, or a name that stands for a parameter. */
function covers(pattern: string, path: string): boolean {
  const parts = pattern.split("/");
  const given = path.split("/");
  return (
    parts.length === given.length &&
    parts.every((part, index) => part === given[index] || part.startsWith(":"))
  );
}

/** OPTIONS lists a path's methods; every other method that it does not have is refused with the same list. */
function answerOtherMethods(
  app: OpenAPIHono<Env>,
  aliases: readonly Alias[],
  accepted: string,
): void {
  const routes = [...app.routes.filter(({ method }) => method !== "ALL"), ...aliases];
  for (const path of new Set(routes.map((route) => route.path))) {
    const answering = routes.filter((route) => covers(route.path, path));
    const allowed = [...new Set(answering.map(({ method }) => method))];
    const head = allowed.includes("GET") ? ["HEAD"] : []; // The framework answers it from GET.
    const allow = [...allowed, ...head, "OPTIONS"].join(", ");
    app.all(path, (c) => {
      c.header("allow", allow);
      if (c.req.method === "OPTIONS") {
        if (allowed.includes("POST")) c.header("accept-post", accepted);
        return c.body(null, 204);
      }
      throw new Problem(
        "method_not_allowed",
        `Cannot ${c.req.method} ${c.req.path}: use ${allowed.join(" or ")}`,
      );
    });
  }
}
