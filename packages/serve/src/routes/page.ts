/** GET /: the page, from the package's `page` folder. Its files are read at start, and no others are served. */
import type { Hono } from "hono";
import { Problem } from "../problem.ts";
import type { Env, Service } from "../service.ts";

const contentTypes: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
  png: "image/png",
  jpg: "image/jpeg",
  woff2: "font/woff2",
  webmanifest: "application/manifest+json",
};

/** Adds the page and its files. */
export function addPage(app: Hono<Env>, { page }: Service): void {
  app.get("/", (c) => send(c.req.path, "index.html"));
  app.get("/page/:file", (c) => send(c.req.path, c.req.param("file")));

  function send(path: string, file: string): Response {
    const bytes = page.get(file);
    const type = contentTypes[file.split(".").at(-1) ?? ""];
    if (bytes === undefined || type === undefined) {
      throw new Problem("not_found", `Cannot find "${path}"; see /docs`);
    }
    return new Response(bytes, { headers: { "content-type": type, "cache-control": "no-cache" } });
  }
}
