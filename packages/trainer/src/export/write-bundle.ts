/** Puts a bundle's files into a folder: written beside its name and renamed whole, the old one out of the way last. */
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** @param files bytes by path, as `encodeBundle` answers them. */
export async function writeBundle(
  folder: string,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<void> {
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
