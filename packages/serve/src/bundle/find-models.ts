/** Which models a folder holds: a bundle is one, a folder of bundles or of runs has one in each of its folders. */
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { ReadFile } from "@inception-edge/bundle";
import { MANIFEST_PATH } from "@inception-edge/bundle/manifest";
import { readFolder } from "./read-folder.ts";

/** The id of a model that is served alone. */
export const ONLY_MODEL = "inception";

/** A bundle that is to be served. */
export interface FoundModel {
  /** What it is called in paths, settings and metrics: its folder's name. */
  readonly id: string;
  readonly read: ReadFile;
}

/** Looks for the models that are to be served, now and at every reload. */
export type FindModels = () => Promise<readonly FoundModel[]>;

/** A single bundle, wherever its files are. */
export function onlyModel(read: ReadFile): FindModels {
  return async () => [{ id: ONLY_MODEL, read }];
}

/** The bundle in a folder, or those in its folders. */
export function modelsIn(folder: string): FindModels {
  return async () => {
    const found = await findModelFolders(folder);
    return found.map((one) => ({ id: one.id, read: readFolder(one.folder) }));
  };
}

/** Where a bundle is. */
export interface ModelFolder {
  readonly id: string;
  readonly folder: string;
}

/**
 * In the order of their ids. Names that begin with a dot are passed over: a bundle can be written under one and renamed.
 * A folder without any bundle is taken for one: reading it tells what is missing.
 */
export async function findModelFolders(folder: string): Promise<readonly ModelFolder[]> {
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
