/** Node: the files lie in the installed packages. */
import { readFile } from "node:fs/promises";

export function readEngineFile(path) {
  return readFile(new URL(import.meta.resolve(path)));
}
