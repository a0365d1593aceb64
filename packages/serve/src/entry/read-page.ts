/** The page's files by name. Without them the service still has its API. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const FOLDER = fileURLToPath(new URL("../../page", import.meta.url));

/** Reads all files of the folder into memory. */
export async function readPage(
  folder: string = FOLDER,
): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  return new Map(
    await Promise.all(
      files.map(
        async (name) => [name, new Uint8Array(await readFile(join(folder, name)))] as const,
      ),
    ),
  );
}
