/** Paths by which platforms ask for what other paths answer. A path that the service has of its own is left as it is. */
import type { Hono } from "hono";
import type { Env } from "../service.ts";
import type { Settings } from "../settings.ts";

/** One of them. */
export interface Alias {
  readonly method: "GET" | "POST";
  readonly path: string;
  /** The path that answers. */
  readonly means: string;
}

/** @param app with all of its routes */
export function aliasPaths(
  app: Hono<Env>,
  { AIP_HEALTH_ROUTE, AIP_PREDICT_ROUTE }: Pick<Settings, "AIP_HEALTH_ROUTE" | "AIP_PREDICT_ROUTE">,
): readonly Alias[] {
  const own = new Set(app.routes.map(({ method, path }) => `${method} ${path}`));
  const aliases: readonly Alias[] = [
    { method: "GET", path: AIP_HEALTH_ROUTE, means: "/readyz" },
    { method: "POST", path: AIP_PREDICT_ROUTE, means: "/vertex/predict" },
    // Hugging Face's clients post to an endpoint's root.
    { method: "POST", path: "/", means: "/models/inception" },
  ];
  return aliases.filter(({ method, path }) => path !== "" && !own.has(`${method} ${path}`));
}

/** The path that answers a request for another one. */
export function aliasedPath(aliases: readonly Alias[], method: string, path: string): string {
  const found = aliases.find((alias) => alias.path === path && alias.method === method);
  return found?.means ?? path;
}
