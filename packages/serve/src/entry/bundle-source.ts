/** Where the bundles come from: the folder or the bucket that is named, what the program has in itself, or what is found. */
import { findBundle } from "../bundle/find-bundle.ts";
import { modelsIn, onlyModel, type FindModels } from "../bundle/find-models.ts";
import { readEmbedded } from "../bundle/read-embedded.ts";
import { isBucket, readBucket } from "../platform/read-bucket.ts";

/** A bundle to serve, or several. */
export interface BundleSource {
  /** For the log. */
  readonly name: string;
  readonly find: FindModels;
  /** The folder whose changes are noticed. */
  readonly watched: string | undefined;
}

/**
 * @param modelDir the setting
 * @param builtIn files by path, of a program that has a bundle in itself
 * @throws {Error} when there is none
 */
export async function bundleSource(
  modelDir: string,
  builtIn: ReadonlyMap<string, Uint8Array> | undefined,
): Promise<BundleSource> {
  if (isBucket(modelDir)) {
    return { name: modelDir, find: onlyModel(readBucket(modelDir)), watched: undefined };
  }
  if (modelDir === "" && builtIn !== undefined) {
    return { name: "built in", find: onlyModel(readEmbedded(builtIn)), watched: undefined };
  }
  const cwd = process.env["INIT_CWD"] ?? process.cwd();
  const { folder } = await findBundle(modelDir, { cwd });
  return { name: folder, find: modelsIn(folder), watched: folder };
}
