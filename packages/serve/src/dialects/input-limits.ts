/** What bounds the images of a request whose JSON may have numbers. */
import type { InputContract } from "@inception-edge/bundle/input";
import type { NamedModel } from "../bundle/find-model.ts";
import type { Service } from "../service.ts";

/** The shape of an input, and how many there may be. */
export interface InputLimits {
  readonly contract: InputContract;
  readonly maxImages: number;
}

/** Those of a model in a service. */
export function inputLimits(
  { model }: Pick<NamedModel, "model">,
  { settings }: Pick<Service, "settings">,
): InputLimits {
  return { contract: model.manifest.input, maxImages: settings.MAX_IMAGES };
}

/** For `parseJson`: numbers, the brackets around them, and what else a body has. */
export function maxJsonElements({ contract: { size }, maxImages }: InputLimits): number {
  return 2 * maxImages * size * size * 3 + 10_000;
}
