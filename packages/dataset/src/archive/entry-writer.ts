/** Writes an archive's entries below one folder, making each folder on the way once. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Both take paths that were found not to lead out of the folder. */
export interface EntryWriter {
  folder(path: string): Promise<void>;
  file(path: string, bytes: Uint8Array): Promise<void>;
}

/** @param directory must exist */
export function entryWriter(directory: string): EntryWriter {
  const made = new Set<string>();
  async function make(folder: string): Promise<void> {
    if (!made.has(folder)) await mkdir(folder, { recursive: true });
    made.add(folder);
  }
  return {
    folder: (path) => make(join(directory, path)),
    async file(path, bytes) {
      const target = join(directory, path);
      await make(dirname(target));
      await writeFile(target, bytes);
    },
  };
}
