/** A bundle's files where they are files. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ReadFile } from "@inception-edge/bundle";

/** Reads what lies there at the time. */
export function readFolder(folder: string): ReadFile {
  return (path) => readFile(join(folder, path));
}
