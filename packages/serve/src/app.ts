/** The service as one function from a request to an answer; sockets, signals and files are the entries'. */
import { OpenAPIHono } from "@hono/zod-openapi";
import type { Hono } from "hono";
import { requestId } from "hono/request-id";
import { secureHeaders } from "hono/secure-headers";
import { observe } from "./observe/observe.ts";
import { onError } from "./on-error.ts";
import { Problem } from "./problem.ts";
import { takenTypes } from "./body/body-kind.ts";
import { checkTarget, targetPath } from "./routes/request-target.ts";
import { addClassify } from "./routes/classify.ts";
import { addDocs } from "./routes/docs.ts";
import { tellLength } from "./routes/head.ts";
import { addHealth } from "./routes/health.ts";
import { addHuggingFace } from "./routes/hugging-face.ts";
import { addModel } from "./routes/model.ts";
import { addPage } from "./routes/page.ts";
import { invalidParameter } from "./classify/query.ts";
import { identifyClient, requireApiKey } from "./security/api-keys.ts";
import { allowOrigins } from "./security/cors.ts";
import { limitRate } from "./security/rate-limit.ts";
import type { Env, Service } from "./service.ts";

/** Paths that do work, and so ask for a key and count against the limit. */
const WORK = ["/classify", "/models/*"] as const;

export function createApp(service: Service): Hono<Env> {
  const app = new OpenAPIHono<Env>({
    getPath: targetPath,
    defaultHook(result) {
      if (!result.success) throw invalidParameter(result.error.issues);
    },
  });
  const answerError = onError(service);
  app.onError(answerError);
  // Not thrown: the middleware around it would be left out.
  app.notFound((c) =>
    answerError(new Problem("not_found", `Cannot find "${c.req.path}"; see /docs`), c),
  );
  app.use(requestId());
  app.use(observe(service));
  app.use(allowOrigins(service.settings.CORS_ORIGINS));
  app.use(tellLength());
  app.use(pageHeaders());
  app.use(checkTarget());
  for (const path of WORK) {
    app.use(path, identifyClient(service.settings.API_KEYS));
    app.use(path, limitRate(service)); // before strangers are refused: guessing keys is limited too
    app.use(path, requireApiKey(service.settings.API_KEYS));
  }
  addClassify(app, service);
  addHuggingFace(app, service);
  addHealth(app, service);
  addModel(app, service);
  addPage(app, service);
  addDocs(app);
  answerOtherMethods(app);
  return app;
}

/** The page runs its own files only, and nobody may frame it. */
function pageHeaders(): ReturnType<typeof secureHeaders> {
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", "data:", "blob:"],
      mediaSrc: ["'self'", "blob:"],
      connectSrc: ["'self'"],
      manifestSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
    permissionsPolicy: { camera: ["self"], microphone: [], geolocation: [] },
    referrerPolicy: "no-referrer",
    xFrameOptions: "DENY",
  });
}

/** OPTIONS tells what a path takes; a method that it does not take is refused with the same words. */
function answerOtherMethods(app: OpenAPIHono<Env>): void {
  const methods = Map.groupBy(
    app.routes.filter(({ method }) => method !== "ALL"),
    ({ path }) => path,
  );
  for (const [path, routes] of methods) {
    const taken = [...new Set(routes.map(({ method }) => method))];
    const head = taken.includes("GET") ? ["HEAD"] : []; // The framework answers it by GET.
    const allow = [...taken, ...head, "OPTIONS"].join(", ");
    app.all(path, (c) => {
      c.header("allow", allow);
      if (c.req.method === "OPTIONS") {
        if (taken.includes("POST")) c.header("accept-post", takenTypes.join(", "));
        return c.body(null, 204);
      }
      throw new Problem(
        "method_not_allowed",
        `Cannot ${c.req.method} ${c.req.path}: it takes ${taken.join(" or ")}`,
      );
    });
  }
}
