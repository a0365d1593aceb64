/** Which model a path names, in the dialects that have models and versions in their paths. */
import { Problem } from "../problem.ts";
import { modelInService, type Service } from "../service.ts";
import { ONLY_MODEL } from "./find-models.ts";
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

/** What a model's version is called besides its numbers. */
const LABEL = "stable";

type Serving = Pick<Service, "slot" | "rollout" | "settings">;

/**
 * Whether a path leaves it to the service which model answers: it names none, or what the operator calls them all. Versions
 * and labels are those of the present one.
 */
export function isShared(
  { settings }: Pick<Service, "settings">,
  { name, version, label }: ModelPath,
): boolean {
  if (version !== undefined || label !== undefined) return false;
  return name === undefined || name === settings.MODEL_NAME;
}

/**
 * The model of that id, or whose bundle has that name; where the path leaves it to the service, the present one.
 * @throws {Problem} `not_ready` or `not_found`
 */
export function findModel(service: Serving, { name, version, label }: ModelPath = {}): NamedModel {
  const found = nameModel(modelCalled(service, name), service);
  const versions = [found.version, found.versionNumber, found.model.version];
  if (version !== undefined && !versions.includes(version)) {
    throw unknown("version", version, versions.slice(0, 2));
  }
  if (label !== undefined && label !== LABEL) throw unknown("label", label, [LABEL]);
  return found;
}

/** All models in service. @throws {Problem} `not_ready` */
export function listModels(service: Serving): readonly NamedModel[] {
  modelInService(service);
  return [...(service.slot.current?.models.values() ?? [])].map((model) =>
    nameModel(model, service),
  );
}

/** Of several, each is called by its id, since bundles may have one name; a single one as the operator says, or its bundle. */
export function nameModel(model: ServedModel, { settings }: Pick<Service, "settings">): NamedModel {
  const { id, manifest } = model;
  return {
    name: id === ONLY_MODEL ? settings.MODEL_NAME || manifest.name : id,
    version: model.version.slice(0, 12),
    versionNumber: String(Math.trunc(Date.parse(manifest.created) / 1000) || 1),
    model,
  };
}

function modelCalled(service: Serving, name: string | undefined): ServedModel {
  const present = modelInService(service);
  const { models, refused } = service.slot.current!;
  if (name === undefined || name === service.settings.MODEL_NAME) return present;
  if (models.has(name) || refused.has(name)) return modelInService(service, name);
  const [only, another] = [...models.values()].filter(({ manifest }) => manifest.name === name);
  if (only !== undefined && another === undefined) return only;
  throw unknown("model", name, [...models.values()].flatMap(namesOf));
}

function namesOf({ id, manifest }: ServedModel): readonly string[] {
  return id === ONLY_MODEL ? [manifest.name, id] : [id];
}

function unknown(what: string, given: string, known: readonly string[]): Problem {
  const names = known.map((one) => `"${one}"`).join(" or ");
  return new Problem("not_found", `Cannot find the ${what} "${given}": there is ${names}`);
}
