/**
 * The file system for the readers of the layout: names, texts and image files below a root.
 *
 * What cannot be read becomes a defect in the list passed along, so that one bad folder does not hide
 * the next. Paths are relative to the root, with "/" separators. The calls are synchronous: for 105,000
 * files that takes a third of the time of the thread pool's round trips.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Defect } from "../dataset-error.ts";
import type { ImageRef } from "../dataset.ts";
import { byName } from "../names.ts";
import { decodeText, splitLines } from "../text.ts";
import { isLitter } from "./litter.ts";
import { explainUnreadable } from "./unreadable.ts";

/** A dataset's root, and the lists that collect what is wrong with it. */
export interface Folder {
  readonly root: string;
  readonly defects: Defect[];
  /** Files that are left out; of Tiny ImageNet's layout none ever is. */
  readonly leftOut: Defect[];
}

/** The same folder, for readers of files without which the dataset can do: their defects leave a file out. */
export function leavingOut({ root, leftOut }: Folder): Folder {
  return { root, defects: leftOut, leftOut };
}

/** The names in a folder, sorted, without system files such as `.DS_Store`; undefined if it cannot be read. */
export function readNames(folder: Folder, path: string): string[] | undefined {
  return orDefect(folder, path, (absolute) =>
    readdirSync(absolute)
      .filter((name) => !isLitter(name))
      .toSorted(byName),
  );
}

/** The lines of a text file with their numbers, blank ones left out; undefined if it cannot be read. */
export function readLines(
  folder: Folder,
  path: string,
  form: string,
): [line: number, text: string][] | undefined {
  const text = readText(folder, path, form);
  if (text === undefined) return undefined;
  return splitLines(text)
    .map((line, index): [number, string] => [index + 1, line])
    .filter(([, line]) => line.trim() !== "");
}

/**
 * A text file, decoded by {@link decodeText}; undefined if it cannot be read.
 *
 * @param form what its lines look like, for the cure: `<class id><TAB><name>`
 */
export function readText(folder: Folder, path: string, form: string): string | undefined {
  const bytes = orDefect(
    folder,
    path,
    (absolute) => readFileSync(absolute),
    `restore it or write one line per entry: ${form}`,
  );
  if (bytes === undefined) return undefined;
  try {
    return decodeText(bytes);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    folder.defects.push({
      code: "wrong-encoding",
      path,
      message: error.message,
      cure: "save it as UTF-8",
    });
    return undefined;
  }
}

/** An image file by its size and time; its content is checked when it is packed. */
export function readImageRef(
  folder: Folder,
  path: string,
  classIndex: number,
): ImageRef | undefined {
  const stats = orDefect(folder, path, (absolute) => statSync(absolute));
  if (stats === undefined) return undefined;
  if (!stats.isFile()) {
    folder.defects.push({
      code: "not-a-file",
      path,
      message: "is not a file",
      cure: "keep only images here",
    });
    return undefined;
  }
  if (stats.size === 0) {
    folder.defects.push({
      code: "empty",
      path,
      message: "is empty (0 bytes)",
      cure: "restore it or delete it",
    });
    return undefined;
  }
  return { path, classIndex, bytes: stats.size, modifiedMs: stats.mtimeMs };
}

/** Whether an entry, which may be anything, is a folder. */
export function isFolder(folder: Folder, path: string): boolean {
  return orDefect(folder, path, (absolute) => statSync(absolute))?.isDirectory() ?? false;
}

/** Reads, or records a defect; a missing file may have a cure of its own. */
function orDefect<T>(
  folder: Folder,
  path: string,
  read: (absolute: string) => T,
  cureIfMissing?: string,
): T | undefined {
  try {
    return read(join(folder.root, path));
  } catch (error) {
    folder.defects.push(explainUnreadable(folder.root, path, { error, cureIfMissing }));
    return undefined;
  }
}
