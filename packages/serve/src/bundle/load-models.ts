/** What the service's folder holds now, served: the bundles in it, held to what the settings and the rollout name. */
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Rollout } from "../rollout/rollout.ts";
import { findModels, type ModelFolder } from "./find-models.ts";
import { serveModels, type ServeModelsOptions } from "./serve-models.ts";
import type { ServedModels } from "./served-model.ts";

/** What loading depends on besides the folder. */
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
  folder: string,
  previous: ServedModels | undefined,
  options: LoadModelsOptions,
): Promise<ServedModels | undefined> {
  const served = [...(previous?.models.keys() ?? [])];
  const { wanted } = options.rollout;
  let folders = await findModels(folder);
  if (missing(served, folders).length > 0) {
    await sleep(MISSING_MS);
    folders = await findModels(folder);
  }
  if (previous === undefined) {
    const [unknown] = missing(wanted, folders);
    if (unknown !== undefined) {
      const ids = folders.map(({ id }) => id).join(", ");
      throw new Error(
        `Cannot serve by MODELS: "${unknown}" is not in "${folder}", which has ${ids}`,
      );
    }
  }
  // Reading them fails, which is told, and they are served as before.
  const gone = missing(
    wanted.filter((id) => previous?.models.has(id)),
    folders,
  );
  const all = [...folders, ...gone.map((id) => ({ id, folder: join(folder, id) }))];
  return serveModels(all.toSorted(byId), { ...options, previous });
}

function byId(one: ModelFolder, other: ModelFolder): number {
  return one.id < other.id ? -1 : 1;
}

function missing(ids: readonly string[], folders: readonly ModelFolder[]): readonly string[] {
  const found = new Set(folders.map(({ id }) => id));
  return ids.filter((id) => !found.has(id));
}
