/** The service as one function from a request to an answer; sockets, signals and files are the entries'. */
import { OpenAPIHono } from "@hono/zod-openapi";
import type { Hono } from "hono";
import { requestId } from "hono/request-id";
import { secureHeaders } from "hono/secure-headers";
import { observe } from "./observe/observe.ts";
import { onError } from "./on-error.ts";
import { Problem } from "./problem.ts";
import { addClassify } from "./routes/classify.ts";
import { addDocs } from "./routes/docs.ts";
import { addHealth } from "./routes/health.ts";
import { addHuggingFace } from "./routes/hugging-face.ts";
import { addModel } from "./routes/model.ts";
import { addPage } from "./routes/page.ts";
import { identifyClient, requireApiKey } from "./security/api-keys.ts";
import { limitRate } from "./security/rate-limit.ts";
import type { Env, Service } from "./service.ts";

/** Paths that do work, and so ask for a key and count against the limit. */
const WORK = ["/classify", "/models/*"] as const;

export function createApp(service: Service): Hono<Env> {
  const app = new OpenAPIHono<Env>({
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
  app.use(pageHeaders());
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
  refuseOtherMethods(app);
  return app;
}

/** The page runs its own files only, and nobody may frame it. No CORS: other pages cannot read an answer. */
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

function refuseOtherMethods(app: OpenAPIHono<Env>): void {
  const methods = Map.groupBy(
    app.routes.filter(({ method }) => method !== "ALL"),
    ({ path }) => path,
  );
  for (const [path, routes] of methods) {
    const allowed = [...new Set(routes.map(({ method }) => method))];
    app.all(path, (c) => {
      c.header("allow", allowed.join(", "));
      throw new Problem(
        "method_not_allowed",
        `Cannot ${c.req.method} ${c.req.path}: it takes ${allowed.join(" or ")}`,
      );
    });
  }
}

function invalidParameter(
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): Problem {
  const faults = issues.map(({ path, message }) => [...path, message].join(": "));
  return new Problem("invalid_parameter", `Cannot use the query: ${faults.join("; ")}`);
}
