/** The bundles that are found now, served, and held to what the settings and the rollout name. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Rollout } from "../rollout/rollout.ts";
import type { FindModels, FoundModel } from "./find-models.ts";
import { serveModels, type ServeModelsOptions } from "./serve-models.ts";
import type { ServedModels } from "./served-model.ts";

/** What loading depends on besides the bundles. */
export interface LoadModelsOptions extends Omit<ServeModelsOptions, "previous"> {
  readonly rollout: Pick<Rollout, "wanted">;
}

/** A folder that is replaced by two renames is not there for a moment. */
const MISSING_MS = 500;

/**
 * A model whose folder is gone is no longer served, unless requests go to it.
 * @throws {Error} when requests are to go to a model that there is not
 */
export async function loadModels(
  find: FindModels,
  previous: ServedModels | undefined,
  options: LoadModelsOptions,
): Promise<ServedModels | undefined> {
  const served = [...(previous?.models.keys() ?? [])];
  const { wanted } = options.rollout;
  let found = await find();
  if (missing(served, found).length > 0) {
    await sleep(MISSING_MS);
    found = await find();
  }
  if (previous === undefined) {
    const [unknown] = missing(wanted, found);
    if (unknown !== undefined) {
      const ids = found.map(({ id }) => id).join(", ");
      throw new Error(`Cannot serve by MODELS: there is no "${unknown}", but ${ids}`);
    }
  }
  // Those that are gone are read in vain, which is told, and served as before.
  const gone = missing(
    wanted.filter((id) => previous?.models.has(id)),
    found,
  ).map((id) => ({ id, read: previous!.models.get(id)!.read }));
  return serveModels([...found, ...gone].toSorted(byId), { ...options, previous });
}

function byId(one: FoundModel, other: FoundModel): number {
  return one.id < other.id ? -1 : 1;
}

function missing(ids: readonly string[], models: readonly FoundModel[]): readonly string[] {
  const found = new Set(models.map(({ id }) => id));
  return ids.filter((id) => !found.has(id));
}
