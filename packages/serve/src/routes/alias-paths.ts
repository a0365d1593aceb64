/** Paths by which platforms ask for what other paths answer. A path that the service has of its own is left as it is. */
import type { Hono } from "hono";
import type { Env } from "../service.ts";
import type { Settings } from "../settings.ts";

interface Alias {
  readonly method: "GET" | "POST";
  /** Empty where the platform names none. */
  readonly path: string;
  /** The path that answers. */
  readonly means: string;
}

/** The path that answers a request for another one. */
export type AliasedPath = (method: string, path: string) => string;

function aliases({
  AIP_HEALTH_ROUTE,
  AIP_PREDICT_ROUTE,
}: Pick<Settings, "AIP_HEALTH_ROUTE" | "AIP_PREDICT_ROUTE">): readonly Alias[] {
  return [
    { method: "GET", path: AIP_HEALTH_ROUTE, means: "/readyz" },
    { method: "POST", path: AIP_PREDICT_ROUTE, means: "/vertex/predict" },
    // Hugging Face's clients post to an endpoint's root.
    { method: "POST", path: "/", means: "/models/inception" },
  ];
}

/** @param app with all of its routes */
export function aliasPaths(app: Hono<Env>, settings: Parameters<typeof aliases>[0]): AliasedPath {
  const own = new Set(app.routes.map(({ method, path }) => `${method} ${path}`));
  const paths = new Map<string, string>();
  for (const { method, path, means } of aliases(settings)) {
    const isTaken = path === "" || own.has(`${method} ${path}`);
    if (!isTaken) paths.set(`${method} ${path}`, means);
  }
  return (method, path) => paths.get(`${method} ${path}`) ?? path;
}
