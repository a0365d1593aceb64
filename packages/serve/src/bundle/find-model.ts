/** Which model a path names, in the dialects that have models and versions in their paths. */
import { Problem } from "../problem.ts";
import { modelInService, type Service } from "../service.ts";
import type { ServedModel } from "./served-model.ts";

/** What a path says; what is absent is left to the service. */
export interface ModelPath {
  readonly name?: string | undefined;
  /** The bundle's version, whole or its first 12 digits, or the number. */
  readonly version?: string | undefined;
  /** A name for a version, such as `stable`. */
  readonly label?: string | undefined;
}

/** A model under the names that clients know it by. */
export interface NamedModel {
  readonly name: string;
  /** The first 12 digits of the bundle's version, as in /classify's answers. */
  readonly version: string;
  /** For dialects whose versions are numbers that grow: when the bundle was made, in seconds since 1970. */
  readonly versionNumber: string;
  readonly model: ServedModel;
}

/** What the one model in service is called besides its bundle's name, and its version besides its numbers. */
const NAME = "inception";
const LABEL = "stable";

/** @throws {Problem} `not_ready` or `not_found` */
export function findModel(
  service: Pick<Service, "slot">,
  { name, version, label }: ModelPath = {},
): NamedModel {
  const model = modelInService(service);
  const { manifest } = model;
  const found: NamedModel = {
    name: manifest.name,
    version: model.version.slice(0, 12),
    versionNumber: String(Math.trunc(Date.parse(manifest.created) / 1000) || 1),
    model,
  };
  const versions = [found.version, found.versionNumber, model.version];
  const names = [found.name, NAME];
  if (name !== undefined && !names.includes(name)) throw unknown("model", name, names);
  if (version !== undefined && !versions.includes(version)) {
    throw unknown("version", version, versions.slice(0, 2));
  }
  if (label !== undefined && label !== LABEL) throw unknown("label", label, [LABEL]);
  return found;
}

function unknown(what: string, given: string, known: readonly string[]): Problem {
  const names = known.map((one) => `"${one}"`).join(" or ");
  return new Problem("not_found", `Cannot find the ${what} "${given}": there is ${names}`);
}
