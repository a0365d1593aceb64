/** Which models a folder holds: a bundle is one, a folder of bundles or of runs has one in each of its folders. */
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { MANIFEST_PATH } from "@inception-edge/bundle/manifest";

/** The id of a model that is served alone. */
export const ONLY_MODEL = "inception";

/** A bundle that is to be served. */
export interface ModelFolder {
  /** What it is called in paths, settings and metrics: its folder's name. */
  readonly id: string;
  readonly folder: string;
}

/**
 * In the order of their ids. Names that begin with a dot are passed over: a bundle can be written under one and renamed.
 * A folder without any bundle is taken for one: reading it tells what is missing.
 */
export async function findModels(folder: string): Promise<readonly ModelFolder[]> {
  const alone = [{ id: ONLY_MODEL, folder }];
  if (await isBundle(folder)) return alone;
  const names = await readdir(folder).catch((): string[] => []);
  const found = names
    .filter((name) => !name.startsWith("."))
    .toSorted()
    .map(async (id): Promise<ModelFolder[]> => {
      for (const place of [join(folder, id), join(folder, id, "bundle")]) {
        if (await isBundle(place)) return [{ id, folder: place }];
      }
      return [];
    });
  const models = (await Promise.all(found)).flat();
  return models.length > 0 ? models : alone;
}

async function isBundle(folder: string): Promise<boolean> {
  const manifest = await stat(join(folder, MANIFEST_PATH)).catch(() => undefined);
  return manifest?.isFile() ?? false;
}
