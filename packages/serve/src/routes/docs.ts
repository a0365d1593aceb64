/** GET /openapi.json, generated from the validation schemas, and GET /docs, the same for people. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import { html } from "hono/html";
import { API_VERSION } from "../api-version.ts";
import { huggingFaceBodySchema } from "../dialects/hugging-face.ts";
import { problems } from "../problem.ts";
import type { Env } from "../service.ts";
import { jsonImagesSchema } from "./json-images.ts";

interface Operation {
  readonly summary?: string;
  readonly responses: Readonly<Record<string, { readonly description: string }>>;
}

/** Called last: the document describes the routes that were added before. */
export function addDocs(app: OpenAPIHono<Env>): void {
  app.openAPIRegistry.register("JsonImages", jsonImagesSchema);
  app.openAPIRegistry.register("HuggingFaceRequest", huggingFaceBodySchema);
  app.openAPIRegistry.registerComponent("securitySchemes", "ApiKey", {
    type: "http",
    scheme: "bearer",
    description: "If the service has API_KEYS; the header X-API-Key works too",
  });
  const config = {
    openapi: "3.1.0",
    info: {
      title: "Inception Edge",
      version: API_VERSION,
      description:
        "An image in, labeled predictions out. Errors are RFC 9457 problem details; other services' protocols have their own.",
    },
  };
  let cached: Promise<ReturnType<typeof app.getOpenAPI31Document>> | undefined;
  // Generated at the first request, so that it does not slow down the start.
  const document = (): NonNullable<typeof cached> => (cached ??= describe());

  async function describe(): NonNullable<typeof cached> {
    const { describeDialects } = await import("../dialects/describe-routes.ts");
    describeDialects(app);
    return app.getOpenAPI31Document(config);
  }

  app.get("/openapi.json", async (c) => c.json(await document()));

  app.get("/docs", async (c) => {
    const { paths = {} } = await document();
    const rows = Object.entries(paths).flatMap(([path, item]) =>
      Object.entries(item as Record<string, Operation>).map(([method, operation]) => ({
        method: method.toUpperCase(),
        path,
        ...operation,
      })),
    );
    return c.html(
      html`<!doctype html>
        <html lang="en">
          <head>
            <meta charset="utf-8" />
            <meta name="viewport" content="width=device-width" />
            <title>Inception Edge API</title>
            <link rel="stylesheet" href="/page/docs.css" />
          </head>
          <body>
            <h1>Inception Edge API</h1>
            <p>The complete description, for tools: <a href="/openapi.json">/openapi.json</a></p>
            <pre>
curl -F image=@cat.jpg ${origin(c.req.url)}/classify
curl --data-binary @cat.jpg ${origin(c.req.url)}/classify?top_k=3
</pre>
            <h2>Paths</h2>
            <dl>
              ${rows.map(
                ({ method, path, summary }) =>
                  html`<dt><code>${method} ${path}</code></dt>
                    <dd>${summary}</dd>`,
              )}
            </dl>
            <h2>Problems</h2>
            <dl>
              ${Object.entries(problems).map(
                ([code, { status, title }]) =>
                  html`<dt id="${code}"><code>${code}</code> ${status}</dt>
                    <dd>${title}</dd>`,
              )}
            </dl>
          </body>
        </html>`,
    );
  });
}

function origin(url: string): string {
  return new URL(url).origin;
}
