/** Worker, engine and codecs for pages of the service, in `dist/browser-files`: made where they are missing or old. */
import { stat, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { createStaging } from "@inception-edge/host";
import { BROWSER_FOLDER, PARTS_FILE } from "../entry/browser-files.ts";

const SOURCES_FILE = "sources.json";
const PACKAGE = fileURLToPath(new URL("../..", import.meta.url));
/** Decides the versions of engine and codecs. */
const LOCKFILE = resolve(PACKAGE, "../../pnpm-lock.yaml");

/** @returns the folder */
export async function provideBrowserFiles(folder: string = BROWSER_FOLDER): Promise<string> {
  if (await isFresh(folder)) return folder;
  const { makeEngineParts } = await import("./engine-parts.ts");
  const { parts, files, sources } = await makeEngineParts();
  await mkdir(dirname(folder), { recursive: true });
  const staging = await createStaging(dirname(folder));
  try {
    for (const { path, bytes } of files) await writeFile(join(staging, basename(path)), bytes);
    const listed = [...sources, LOCKFILE].map((path) => relative(PACKAGE, path));
    await writeFile(join(staging, SOURCES_FILE), JSON.stringify(listed));
    await writeFile(join(staging, PARTS_FILE), JSON.stringify(parts));
    await rm(folder, { recursive: true, force: true });
    await rename(staging, folder);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  return folder;
}

/** Whether none of the sources has changed since. */
async function isFresh(folder: string): Promise<boolean> {
  try {
    const made = await stat(join(folder, PARTS_FILE));
    const sources: string[] = JSON.parse(await readFile(join(folder, SOURCES_FILE), "utf8"));
    const changed = await Promise.all(sources.map((path) => stat(resolve(PACKAGE, path))));
    return changed.every(({ mtimeMs }) => mtimeMs <= made.mtimeMs);
  } catch {
    return false;
  }
}
