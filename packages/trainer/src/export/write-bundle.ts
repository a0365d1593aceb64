/** Writes a bundle's files to a folder: first to a temporary folder, which then replaces the old one. */
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/**
 * @param files bytes by path, as `encodeBundle` returns them
 * @throws {Error} when the folder holds something other than a bundle, which would be lost
 */
export async function writeBundle(
  folder: string,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<void> {
  await requireBundleFolder(folder);
  const partial = `${folder}.partial`;
  await rm(partial, { recursive: true, force: true });
  for (const [path, bytes] of files) {
    await mkdir(dirname(join(partial, path)), { recursive: true });
    await writeFile(join(partial, path), bytes, { flush: true });
  }
  const old = `${folder}.old`;
  await rm(old, { recursive: true, force: true });
  await rename(folder, old).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
  });
  await rename(partial, folder);
  await rm(old, { recursive: true, force: true });
}

async function requireBundleFolder(folder: string): Promise<void> {
  const present = await readdir(folder).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  if (present.length > 0 && !present.includes("manifest.json")) {
    throw new Error(
      `Cannot write a bundle to "${folder}": it holds other files, which would be lost; choose a new or empty folder, or one that holds a bundle`,
    );
  }
}
