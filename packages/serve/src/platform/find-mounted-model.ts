/**
 * The bundle that a platform has put into the container: in the folder itself, or in one inside it, as archives and
 * registries pack it; where several have one, all are served. A folder with files and no bundle is an error: to serve another model than the one
 * that was put there would not be noticed.
 */
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { MANIFEST_PATH } from "@inception-edge/bundle/manifest";
import type { Settings } from "../settings.ts";
import { platforms, type Platform } from "./platforms.ts";
import { isBucket } from "./read-bucket.ts";

/** A bundle's folder, on this machine or in a bucket, and who put it there. */
export interface MountedModel {
  readonly folder: string;
  readonly platform: Platform;
}

/**
 * @param settings those that name a folder
 * @param root what stands before every mount: empty, except where a test lays the folders out
 * @throws {Error} when a folder has no bundle
 */
export async function findMountedModel(
  settings: Pick<Settings, "AIP_STORAGE_URI" | "AZUREML_MODEL_DIR">,
  root: string = "",
): Promise<MountedModel | undefined> {
  const named = platforms.flatMap((platform) => {
    const folder = platform.modelVariable && settings[platform.modelVariable];
    return folder ? [{ platform, folder, isNamed: true }] : [];
  });
  const mounted = platforms.flatMap((platform) =>
    platform.mount ? [{ platform, folder: `${root}${platform.mount}`, isNamed: false }] : [],
  );
  for (const { platform, folder, isNamed } of [...named, ...mounted]) {
    if (isBucket(folder)) return { platform, folder };
    const names = await namesIn(folder);
    if (names.length === 0 && !isNamed) continue;
    return { platform, folder: await bundleIn(folder, names, platform.name) };
  }
  return undefined;
}

/** The folder's entries without hidden ones; none where there is no such folder. */
async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => !name.startsWith("."));
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code !== "EACCES") return [];
    throw new Error(
      `Cannot read "${folder}": its files are not for this user; let everyone read them`,
      { cause },
    );
  }
}

async function bundleIn(
  folder: string,
  names: readonly string[],
  platform: string,
): Promise<string> {
  if (names.includes(MANIFEST_PATH)) return folder;
  const inside: string[] = [];
  for (const name of names) {
    const isBundle = await stat(join(folder, name, MANIFEST_PATH)).catch(() => undefined);
    if (isBundle) inside.push(join(folder, name));
  }
  const [only, another] = inside;
  if (only !== undefined) return another === undefined ? only : folder;
  throw new Error(
    `Cannot serve "${folder}" of ${platform}: it has no bundle; put one there with its ${MANIFEST_PATH}, or set MODEL_DIR to the one to serve`,
  );
}
