/** Unpacks chosen files of a wheel, which is a zip archive. pip has already checked its hash. */
import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { openPromise } from "yauzl";

/**
 * Writes every file of `wheel` whose path `isKept` into `directory`, with its permissions.
 * yauzl refuses absolute paths and `..`, so nothing lands outside.
 */
export async function unpackWheel(
  wheel: string,
  directory: string,
  isKept: (path: string) => boolean,
): Promise<void> {
  const archive = await openPromise(wheel, { lazyEntries: true });
  try {
    for await (const entry of archive.eachEntry()) {
      if (!isKept(entry.fileName)) continue;
      const file = join(directory, entry.fileName);
      await mkdir(dirname(file), { recursive: true });
      // The upper half holds Unix's st_mode; ptxas must stay executable.
      const mode = (entry.externalFileAttributes >>> 16) & 0o777;
      const content = await archive.openReadStreamPromise(entry);
      await pipeline(content, createWriteStream(file, { mode: mode || 0o644 }));
    }
  } finally {
    archive.close();
  }
}
