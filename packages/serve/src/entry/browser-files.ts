/** What a page loads to classify by itself, besides the bundle: made by `provideBrowserFiles`, read when it is asked for. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { EngineParts } from "../browser/parts.ts";
import type { BrowserFiles } from "../service.ts";

/** In the package, whether this runs from its sources or compiled. */
export const BROWSER_FOLDER: string = fileURLToPath(
  new URL("../../dist/browser-files", import.meta.url),
);
/** The list of the files. */
export const PARTS_FILE = "parts.json";

/** @param folder has nothing in it where the files were not made */
export function browserFiles(folder: string = BROWSER_FOLDER): BrowserFiles {
  /** Of a folder that nobody changes while the service runs. */
  let parts: Promise<EngineParts | undefined> | undefined;
  return { parts: () => (parts ??= readParts()), read };

  async function readParts(): Promise<EngineParts | undefined> {
    const text = await readFile(join(folder, PARTS_FILE), "utf8").catch(() => undefined);
    return text === undefined ? undefined : JSON.parse(text);
  }

  async function read(url: string): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await readFile(join(folder, url)));
  }
}
