/** Where the bundle is: the one that was named, else the newest run's, else the one shipped with the package. */
import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
// By the entry point that loads nothing else: the launcher asks this too.
import { MANIFEST_PATH } from "@inception-edge/model/manifest";

const PACKAGE = fileURLToPath(new URL("../..", import.meta.url));

/** In the order of preference. */
const DEFAULT_BUNDLES: readonly string[] = [
  resolve(PACKAGE, "../../runs/latest/bundle"),
  resolve(PACKAGE, "bundle"),
];

/**
 * @param modelDir as set; empty for the defaults
 * @param cwd that a relative folder is relative to
 * @throws {Error} with the cure, when there is no bundle
 */
export async function findBundle(
  modelDir: string,
  {
    cwd,
    defaults = DEFAULT_BUNDLES,
  }: { readonly cwd: string; readonly defaults?: readonly string[] },
): Promise<string> {
  if (modelDir !== "") return resolve(cwd, modelDir);
  for (const folder of defaults) {
    if (await exists(join(folder, MANIFEST_PATH))) return folder;
  }
  throw new Error(
    `Cannot find a bundle in ${defaults.map((folder) => `"${folder}"`).join(" or ")}; train one with npm start, or set MODEL_DIR`,
  );
}

async function exists(path: string): Promise<boolean> {
  // Not `access`, for which Deno wants to tell it the user's id.
  return stat(path).then(
    () => true,
    () => false,
  );
}
