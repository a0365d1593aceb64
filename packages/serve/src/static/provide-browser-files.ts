/**
 * Worker, engine and codecs for pages of the service, in `dist/browser-files`: made where they are missing or old. The
 * launcher looks at every start, so what makes them is loaded only when it is needed.
 */
import { readFile, stat } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { BROWSER_FOLDER, PARTS_FILE } from "../entry/browser-files.ts";

const SOURCES_FILE = "sources.json";
const PACKAGE = fileURLToPath(new URL("../..", import.meta.url));
/** What decides the files besides their own sources; the lockfile does by the versions of engine and codecs. */
const MAKERS = [
  "src/static/provide-browser-files.ts",
  "src/static/engine-parts.ts",
  "src/static/bundle-scripts.ts",
  "src/static/stored-file.ts",
  "../../pnpm-lock.yaml",
];

/** @returns the folder */
export async function provideBrowserFiles(folder: string = BROWSER_FOLDER): Promise<string> {
  if (await isFresh(folder)) return folder;
  const { inTurn, replaceFolder } = await import("./replace-folder.ts");
  await inTurn(folder, async () => {
    if (await isFresh(folder)) return; // Another process has made them meanwhile.
    const { makeEngineParts } = await import("./engine-parts.ts");
    const { parts, files, sources } = await makeEngineParts();
    const listed = [...MAKERS, ...sources.map((path) => relative(PACKAGE, path))];
    await replaceFolder(folder, [
      ...files,
      { path: SOURCES_FILE, bytes: JSON.stringify(listed) },
      { path: PARTS_FILE, bytes: JSON.stringify(parts) },
    ]);
  });
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
