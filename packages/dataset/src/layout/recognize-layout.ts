/** Tells the layouts apart by the names in a folder, and finds the dataset in a folder around it. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Layout } from "../dataset.ts";
import { decodeText } from "../text.ts";
import { findSplits } from "./class-folders/find-splits.ts";
import { listFolder, listIfReadable, type FolderEntry } from "./list-folder.ts";
import { hasColumn } from "./table/columns.ts";
import { parseTable } from "./table/parse-table.ts";
import { isTablePath, TABLE_NAMES } from "./table/table-names.ts";

/** A layout and where it was found. */
export interface FoundLayout {
  readonly layout: Layout;
  /** Absolute path of the dataset's folder, or of its table. */
  readonly path: string;
}

/** How many folders deep a dataset may lie, alone in each: archives often hold one folder with everything. */
const DEEPEST = 4;

/** Finds the dataset at a path; undefined if there is none. */
export function recognizeLayout(path: string, depth: number = 0): FoundLayout | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isFile()) return isTablePath(path) ? { layout: "table", path } : undefined;
  if (!stats?.isDirectory()) return undefined;
  if (isTinyImageNet(path)) return { layout: "tiny-imagenet", path };
  const entries = listFolder(path);
  const folders = entries.filter(({ kind }) => kind === "folder");
  if (findSplits(path, folders) !== undefined) return { layout: "split-folders", path };
  const table = entries.find(({ name }) => isTableName(name) && listsImages(join(path, name)));
  if (table !== undefined) return { layout: "table", path: join(path, table.name) };
  const [only] = folders;
  if (only === undefined) return undefined;
  if (folders.length === 1 && depth < DEEPEST && isAround(path, entries, only)) {
    const inner = recognizeLayout(join(path, only.name), depth + 1);
    if (inner !== undefined) return inner;
  }
  return { layout: "class-folders", path };
}

/** The files of which Tiny ImageNet's layout has at least one, however much else is missing. */
const MARKS = ["wnids.txt", "words.txt", "val/val_annotations.txt"];

function isTinyImageNet(root: string): boolean {
  const isMarked = MARKS.some((mark) => existsSync(join(root, mark)));
  return isMarked && !hasValByClass(root);
}

/** Whether val was sorted into class folders, as torchvision's readers want it. */
function hasValByClass(root: string): boolean {
  const val = join(root, "val");
  if (existsSync(join(root, MARKS[2]!)) || !existsSync(val)) return false;
  return listIfReadable(val).some(({ name, kind }) => kind === "folder" && !/^images$/i.test(name));
}

function isTableName(name: string): boolean {
  return (TABLE_NAMES as readonly string[]).includes(name.toLowerCase());
}

/** Whether a table has a column of paths; one without gives the classes of folders their names. */
function listsImages(path: string): boolean {
  try {
    return hasColumn(parseTable(decodeText(readFileSync(path)), path), "path");
  } catch {
    return false;
  }
}

/** Whether a folder only wraps another: nothing beside it but texts, and folders inside it, not images. */
function isAround(path: string, entries: readonly FolderEntry[], only: FolderEntry): boolean {
  const inside = listIfReadable(join(path, only.name));
  return (
    !entries.some(({ isImage }) => isImage) &&
    !inside.some(({ isImage }) => isImage) &&
    inside.some(({ kind }) => kind === "folder")
  );
}
