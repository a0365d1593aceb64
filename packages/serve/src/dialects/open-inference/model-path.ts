/** The model and version that a path of the protocol names. */
import type { Context } from "hono";
import type { ModelPath } from "../../bundle/find-model.ts";
import type { Env } from "../../service.ts";

/** Of `/v2/models/:model` and `/v2/models/:model/versions/:version`, and the paths below them. */
export function modelPath(c: Context<Env>): ModelPath {
  return { name: c.req.param("model"), version: c.req.param("version") };
}
