/** Finds the file that a path in a table means, however the file system spells it. */
import { readdirSync, statSync } from "node:fs";
import { isAbsolute, join, relative, sep } from "node:path";
import { composed } from "../../names.ts";
import { hasImageExtension } from "../list-folder.ts";
import { joined } from "./written-path.ts";

/** Relative to the root; neither if there is no such file. */
export interface FoundFile {
  readonly path?: string;
  /** Files of which it may be any. */
  readonly several?: readonly string[];
}

/** Looks for a path relative to the root, with "/" separators, or for an absolute one. */
export type FindFile = (path: string) => FoundFile;

/** How a name in a table and one on the disk become the same text; undefined if they never do. */
interface Spelling {
  readonly onDisk: (name: string) => string | undefined;
  readonly inTable: (name: string) => string;
}

const lowerCase = (name: string): string => composed(name).toLowerCase();

const NAMES: readonly Spelling[] = [
  { onDisk: composed, inTable: composed },
  { onDisk: lowerCase, inTable: lowerCase }, // Written where the disk does not tell case apart.
];

const FILES: readonly Spelling[] = [
  ...NAMES,
  {
    onDisk: (name) => (hasImageExtension(name) ? stem(composed(name)) : undefined),
    inTable: composed,
  },
  // Label Studio puts eight digits before the name of what is uploaded.
  { onDisk: lowerCase, inTable: (name) => lowerCase(name.replace(/^[\da-f]{8}-/, "")) },
];

/** Folders are listed only where a path is not found as it is written. */
export function fileFinder(root: string): FindFile {
  const listings = new Map<string, Listing>();
  function listing(folder: string): Listing {
    let found = listings.get(folder);
    if (found === undefined) listings.set(folder, (found = list(join(root, folder))));
    return found;
  }

  /** Looks for the parts of a path one after another; the last may be without its extension. */
  function spelled(folder: string, [part = "", ...inner]: readonly string[]): FoundFile {
    if (inner.length === 0) {
      for (const spelling of FILES) {
        const names = listing(folder).named(spelling, part, "files");
        if (names.length === 1) return { path: joined(folder, names[0]!) };
        if (names.length > 1) return { several: names.map((name) => joined(folder, name)) };
      }
      return {};
    }
    if (part === "." || part === "..") return spelled(joined(folder, part), inner);
    for (const spelling of NAMES) {
      const names = listing(folder).named(spelling, part, "folders");
      if (names.length === 1) return spelled(joined(folder, names[0]!), inner);
    }
    return {};
  }

  return function findFile(written) {
    const path = isAbsolute(written) ? relative(root, written).replaceAll(sep, "/") : written;
    return isFile(join(root, path)) ? { path: joined(path) } : spelled("", path.split("/"));
  };
}

function stem(name: string): string {
  return name.slice(0, name.lastIndexOf("."));
}

interface Listing {
  readonly named: (
    spelling: Spelling,
    part: string,
    kind: "files" | "folders",
  ) => readonly string[];
}

/** The names in a folder by each spelling, sorted out when they are first asked for. */
function list(absolute: string): Listing {
  const entries = read(absolute);
  const indices = new Map<Spelling, Map<string | undefined, typeof entries>>();
  return {
    named(spelling, part, kind) {
      let index = indices.get(spelling);
      if (index === undefined) {
        index = Map.groupBy(entries, ({ name }) => spelling.onDisk(name));
        indices.set(spelling, index);
      }
      const found = index.get(spelling.inTable(part)) ?? [];
      return found
        .filter((entry) => entry.isFolder === (kind === "folders"))
        .map(({ name }) => name);
    },
  };
}

function read(absolute: string): { readonly name: string; readonly isFolder: boolean }[] {
  try {
    return readdirSync(absolute, { withFileTypes: true }).map((entry) => ({
      name: entry.name,
      isFolder:
        entry.isDirectory() || (entry.isSymbolicLink() && isFolder(join(absolute, entry.name))),
    }));
  } catch {
    return [];
  }
}

function isFolder(absolute: string): boolean {
  return statSync(absolute, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function isFile(absolute: string): boolean {
  try {
    return statSync(absolute, { throwIfNoEntry: false })?.isDirectory() === false;
  } catch {
    return true; // What keeps it from being read is told when it is.
  }
}
