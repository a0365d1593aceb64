/** Finds the file that a path in a table means, however the file system spells it. */
import { readdirSync, statSync } from "node:fs";
import { isAbsolute, join, posix, relative, sep } from "node:path";
import { nameFinder, otherCaseFinder } from "../../names.ts";

/** The path relative to the root, or, if there is no such file, one that differs only in case. */
export interface FoundFile {
  readonly path?: string;
  readonly other?: string;
}

/** Folders are listed only where a path is not found as it is written. */
export function fileFinder(root: string): (written: string) => FoundFile {
  const namesOf = new Map<string, readonly string[]>();
  function names(folder: string): readonly string[] {
    let found = namesOf.get(folder);
    if (found === undefined) namesOf.set(folder, (found = read(join(root, folder))));
    return found;
  }

  /** Finds each part of the path as people read it. */
  function spelled(path: string, finder: typeof nameFinder): string | undefined {
    let found = "";
    for (const part of path.split("/")) {
      const name = part === ".." ? part : finder(names(found))(part);
      if (name === undefined) return undefined;
      found = found === "" ? name : `${found}/${name}`;
    }
    return found;
  }

  return function findFile(written) {
    const path = relativePath(root, written);
    if (exists(join(root, path))) return { path };
    // Written on Windows: "\" separates folders there, and belongs to the name elsewhere.
    const slashed = relativePath(root, written.replaceAll("\\", "/"));
    const found = exists(join(root, slashed)) ? slashed : spelled(slashed, nameFinder);
    if (found !== undefined) return { path: found };
    const other = spelled(slashed, otherCaseFinder);
    return other === undefined ? {} : { other };
  };
}

function relativePath(root: string, written: string): string {
  const path = isAbsolute(written) ? relative(root, written).replaceAll(sep, "/") : written;
  return posix.normalize(path);
}

function exists(absolute: string): boolean {
  try {
    return statSync(absolute, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return true; // What keeps it from being read is told when it is.
  }
}

function read(absolute: string): string[] {
  try {
    return readdirSync(absolute);
  } catch {
    return [];
  }
}
