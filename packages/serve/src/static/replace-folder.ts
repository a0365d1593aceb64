/** A folder of files, or another in its place: never a part of one. */
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createStaging, withLockInTurn } from "@inception-edge/host";

/** A file of a folder, by its path in it. */
export interface FolderFile {
  readonly path: string;
  readonly bytes: Uint8Array | string;
}

export async function replaceFolder(folder: string, files: readonly FolderFile[]): Promise<void> {
  const staging = await createStaging(dirname(folder));
  const [next, last] = [join(staging, "next"), join(staging, "last")];
  try {
    await mkdir(next);
    for (const { path, bytes } of files) {
      await mkdir(dirname(join(next, path)), { recursive: true });
      await writeFile(join(next, path), bytes);
    }
    await rename(folder, last).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error;
    });
    await rename(next, folder);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** One process at a time, while the others wait. */
export async function inTurn(folder: string, work: () => Promise<void>): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  await withLockInTurn(`${folder}.lock`, work, () => {});
}
