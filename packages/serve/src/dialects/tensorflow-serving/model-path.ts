/** What a path of TensorFlow Serving says: a model, a version or a label of it, and what is asked of it. */
import type { Context } from "hono";
import { findModel, isShared, type NamedModel } from "../../bundle/find-model.ts";
import { Problem } from "../../problem.ts";
import type { Env, Service } from "../../service.ts";

const PATH =
  /^\/v1\/models\/([^/:]+)(?:\/versions\/(\d+)|\/labels\/([^/:]+))?(\/metadata|:[a-z]+)?$/;

/** A parsed path. */
export interface TensorFlowPath {
  readonly find: () => NamedModel;
  /** Whether several models share such requests. */
  readonly isShared: boolean;
  /** What follows model and version: `/metadata`, `:predict`; empty where nothing does. */
  readonly verb: string;
}

/** @throws {Problem} `not_found` for another form; `find` throws too */
export function tensorFlowPath(c: Context<Env>, service: Service): TensorFlowPath {
  const parts = PATH.exec(c.req.path);
  if (parts === null) throw new Problem("not_found", `Cannot find "${c.req.path}"; see /docs`);
  const [, name, version, label, verb = ""] = parts.map((part) => part && decoded(part));
  const path = { name, version, label };
  return { find: () => findModel(service, path), isShared: isShared(service, path), verb };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // No model has such a name.
  }
}
