/** The files of a bundle that a page needs, checked against its manifest. */
import type { ReadFile } from "@inception-edge/bundle";
import { DEFAULT_LIMITS } from "@inception-edge/image";
import type { Part, Parts } from "../browser/parts.ts";
import { modelPaths, networkOf, readModel } from "../bundle/read-model.ts";
import type { Settings } from "../settings.ts";
import { storePacked, type StoredFile } from "./stored-file.ts";

/** A bundle's part of the folder, and what the page is to say of it. */
export interface MadeBundleParts extends Pick<Parts, "network" | "bundle"> {
  readonly name: string;
  readonly files: readonly StoredFile[];
}

/**
 * @param read a file of the bundle
 * @throws {BundleError} it has no such network, or a file is not what the manifest says
 */
export async function makeBundleParts(
  read: ReadFile,
  variant: Settings["MODEL_VARIANT"],
): Promise<MadeBundleParts> {
  const { manifest, setup } = await readModel(
    read,
    { MODEL_VARIANT: variant },
    { limits: DEFAULT_LIMITS },
  );
  const bundle: Record<string, Part> = {};
  const files: StoredFile[] = [];
  for (const path of modelPaths(manifest, setup.role)) {
    const { part, ...file } = await storePacked(`bundle/${path}`, await read(path));
    bundle[path] = part;
    files.push(file);
  }
  return { name: manifest.name, network: networkOf(setup.role), bundle, files };
}
