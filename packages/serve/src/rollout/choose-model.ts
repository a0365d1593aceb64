/** Which model answers a request: the one that its path names, else one of those that share the requests. */
import type { Upload } from "../body/read-uploads.ts";
import type { ServedModel } from "../bundle/served-model.ts";
import { Problem } from "../problem.ts";
import { servedModel, modelInService, type Service } from "../service.ts";
import { modelAt } from "./plan.ts";
import { stickyPoint } from "./sticky-point.ts";

/** What a model is chosen by. */
export interface Choice {
  /** The model that the path names. */
  readonly model?: string | undefined;
  /** Value of the header that `SPLIT_HEADER` names. */
  readonly header?: string | undefined;
  /** Known once the body has arrived. */
  readonly uploads?: readonly Upload[];
}

/**
 * Undefined while only the images can tell. A model of the plan that is not in service leaves its requests to the present
 * one.
 * @throws {Problem} `not_ready` or `unknown_model`
 */
export function chooseModel(
  service: Pick<Service, "slot" | "rollout">,
  { model, header, uploads }: Choice,
): ServedModel | undefined {
  const { plan } = service.rollout;
  if (model !== undefined || plan === undefined || plan.shares.size === 1) {
    return modelInService(service, model);
  }
  if (!header && uploads === undefined) return undefined;
  const parts = header ? [header] : imagesOf(uploads!);
  return servedModel(service, modelAt(plan, stickyPoint(parts))) ?? modelInService(service);
}

function imagesOf(uploads: readonly Upload[]): readonly Uint8Array[] {
  return uploads.flatMap(({ bytes }) => (bytes instanceof Problem ? [] : bytes));
}
