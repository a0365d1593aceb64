/**
 * Reloads the bundles when one has been replaced, added or removed. It polls, since watching does not follow links and renamed folders on
 * every platform; and it looks at every file, so that a bundle which was refused half written is loaded once complete.
 */
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { MANIFEST_PATH } from "@inception-edge/bundle";
import { findModelFolders } from "../bundle/find-models.ts";

/** How to watch, and what to do. */
export interface ModelsWatch {
  readonly everyMs: number;
  /** `modelsFingerprint` from before the bundles in service were loaded: they may have changed since. */
  readonly known: string | undefined;
  readonly load: () => void;
}

/** @returns a function that stops it */
export function watchModels(folder: string, { everyMs, known, load }: ModelsWatch): () => void {
  let last = known;
  const timer = setInterval(() => void look(), everyMs);
  return () => clearInterval(timer);

  async function look(): Promise<void> {
    const found = await modelsFingerprint(folder);
    if (found === undefined || found === last) return;
    last = found;
    load();
  }
}

/** Differs between states of the folder; undefined while it has no bundle. */
export async function modelsFingerprint(folder: string): Promise<string | undefined> {
  const models = await findModelFolders(folder);
  const states = await Promise.all(
    models.map(async (model) => {
      const state = await bundleFingerprint(model.folder);
      return state === undefined ? [] : [`${model.id}\n${state}`];
    }),
  );
  return states.flat().join("\n\n") || undefined;
}

/** Undefined while the bundle has no manifest. */
async function bundleFingerprint(folder: string): Promise<string | undefined> {
  const names = await readdir(folder, { recursive: true }).catch((): string[] => []);
  if (!names.includes(MANIFEST_PATH)) return undefined;
  const files = names.toSorted().map(async (name) => {
    const found = await stat(join(folder, name)).catch(() => undefined);
    return found && `${name} ${found.ino} ${found.size} ${found.mtimeMs}`;
  });
  const state = (await Promise.all(files)).join("\n");
  // If it was moved away meanwhile, what was read is not a state of it.
  const isThere = await stat(join(folder, MANIFEST_PATH)).catch(() => undefined);
  return isThere && state;
}
