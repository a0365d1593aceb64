/** A bundle's files where they came with the module or the program. */
import type { ReadFile } from "@inception-edge/bundle";

/** @param files by path in the bundle */
export function readEmbedded(files: ReadonlyMap<string, Uint8Array>): ReadFile {
  return async (path) => {
    const bytes = files.get(path);
    if (bytes === undefined) throw new Error(`"${path}" was not built in`);
    return bytes;
  };
}
