/** Which model answers a request: the one that its path names, else one of those that share the requests. */
import type { Context } from "hono";
import type { Upload } from "../body/read-uploads.ts";
import type { ServedModel } from "../bundle/served-model.ts";
import type { Pixels } from "../classify/pixels.ts";
import { Problem } from "../problem.ts";
import { modelInService, servedModel, type Service } from "../service.ts";
import { modelAt } from "./plan.ts";
import { stickyPoint } from "./sticky-point.ts";

/** What a model is chosen by. */
export interface Choice {
  /** The model that the path names. */
  readonly model?: string | undefined;
  /** See `splitHeader`. */
  readonly header?: string | undefined;
  /** Known once the body has arrived. */
  readonly inputs?: readonly (Upload | Pixels)[];
}

/** What the client sent as the header that `SPLIT_HEADER` names. */
export function splitHeader(
  c: Context,
  { settings }: Pick<Service, "settings">,
): string | undefined {
  return settings.SPLIT_HEADER === "" ? undefined : c.req.header(settings.SPLIT_HEADER);
}

/**
 * Undefined while only the inputs can tell. A model of the plan that is not in service, or that takes other pixels than
 * the present one, leaves its requests to that.
 * @throws {Problem} `not_ready` or `unknown_model`
 */
export function chooseModel(
  service: Pick<Service, "slot" | "rollout">,
  { model, header, inputs }: Choice,
): ServedModel | undefined {
  const { plan } = service.rollout;
  if (model !== undefined || plan === undefined || plan.shares.size === 1) {
    return modelInService(service, model);
  }
  if (!header && inputs === undefined) return undefined;
  const point = stickyPoint(header ? [header] : bytesOf(inputs!));
  const present = modelInService(service);
  const chosen = servedModel(service, modelAt(plan, point));
  const hasPixels = inputs?.some((input) => "pixels" in input) ?? false;
  return chosen && (!hasPixels || takesSamePixels(chosen, present)) ? chosen : present;
}

function bytesOf(inputs: readonly (Upload | Pixels)[]): readonly Uint8Array[] {
  return inputs.flatMap((input) => {
    if ("pixels" in input) return new Uint8Array(input.pixels);
    return input.bytes instanceof Problem ? [] : input.bytes;
  });
}

/** Clients prepare pixels by the present model's input contract. */
function takesSamePixels({ manifest }: ServedModel, present: ServedModel): boolean {
  return JSON.stringify(manifest.input) === JSON.stringify(present.manifest.input);
}
