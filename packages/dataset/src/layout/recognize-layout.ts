/** Tells the layouts apart by the names in a folder, and finds the dataset in a folder around it. */
import { existsSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { DatasetError } from "../dataset-error.ts";
import type { Layout } from "../dataset.ts";
import { quoted } from "../text.ts";
import { findSplits } from "./class-folders/find-splits.ts";
import { contentOf, foldersIn, holdsFolders } from "./class-folders/folder-content.ts";
import { listFolder, listIfReadable, type FolderEntry } from "./list-folder.ts";
import { whyRefused } from "./refuse-folder.ts";
import {
  findAnyTables,
  findNamedTable,
  findSplitTables,
  findTableByName,
  type TableFile,
} from "./table/find-tables.ts";
import { isTablePath } from "./table/parse-table.ts";

/** A layout and where it was found. */
export type FoundLayout =
  | {
      readonly layout: Exclude<Layout, "table">;
      /** Absolute path of the dataset's folder. */
      readonly path: string;
    }
  | {
      readonly layout: "table";
      /** Absolute path of the folder of the tables. */
      readonly path: string;
      readonly tables: readonly TableFile[];
      /** Whether the tables came with the folder: then they may list only what is in there. */
      readonly isConfined: boolean;
    };

/** How many folders deep a dataset may lie, alone in each: archives often hold one folder with everything. */
const DEEPEST = 4;

/**
 * Finds the dataset at a path; undefined if there is none.
 *
 * @throws {DatasetError} if what is there looks like a dataset, but does not say what its images show
 */
export function recognizeLayout(path: string, depth: number = 0): FoundLayout | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isFile() && isTablePath(path)) {
    const tables = [{ path: basename(path) }];
    return { layout: "table", path: dirname(path), tables, isConfined: false };
  }
  if (!stats?.isDirectory()) return undefined;
  if (isTinyImageNet(path)) return { layout: "tiny-imagenet", path };
  const entries = listFolder(path);
  const folders = foldersIn(entries);
  if (findSplits(path, folders) !== undefined) return { layout: "split-folders", path };
  const refusal = whyRefused(path, folders);
  const tables = findTables(path, folders.length > 1 && refusal === undefined);
  if (tables.length > 0) return { layout: "table", path, tables, isConfined: true };
  const inner = depth < DEEPEST ? innerFolder(path, entries) : undefined;
  const found = inner === undefined ? undefined : recognizeLayout(join(path, inner), depth + 1);
  if (found !== undefined) return found;
  if (refusal?.code === "unsupported") throw new DatasetError(path, [refusal]);
  const isClassless = refusal !== undefined || folders.length === 0;
  const table = isClassless ? findTableByName(path) : undefined;
  if (table !== undefined) return { layout: "table", path, tables: [table], isConfined: true };
  if (refusal !== undefined) throw new DatasetError(path, [refusal]);
  return folders.length === 0 ? undefined : { layout: "class-folders", path };
}

/** Tables that are called so; of any name, where the folders are no classes. */
function findTables(path: string, areClasses: boolean): TableFile[] {
  const splits = findSplitTables(path);
  if (splits.length > 0) return splits;
  const named = findNamedTable(path);
  if (named !== undefined) return [named];
  const tables = areClasses ? [] : findAnyTables(path);
  if (tables.length < 2) return tables;
  const message = `holds several tables of images: ${tables.map((table) => quoted(table.path)).join(", ")}`;
  const cure = "give one of them with --dataset";
  throw new DatasetError(path, [{ code: "listed-twice", path: ".", message, cure }]);
}

/** The one folder of images in a folder that only wraps it: beside it lie texts and annotations alone. */
function innerFolder(path: string, entries: readonly FolderEntry[]): string | undefined {
  if (entries.some(({ isImage }) => isImage)) return undefined;
  const folders = foldersIn(entries);
  const around = folders.filter(({ name }) => contentOf(join(path, name)) !== "notes");
  const [only] = folders.length === 1 ? folders : around;
  if (only === undefined || (folders.length > 1 && around.length > 1)) return undefined;
  return holdsFolders(join(path, only.name)) ? only.name : undefined;
}

/** Whether val was sorted into class folders, as torchvision's readers want it. */
function hasValByClass(root: string): boolean {
  return foldersIn(listIfReadable(join(root, "val"))).some(({ name }) => !/^images$/i.test(name));
}

/** `val_annotations.txt` is in no other layout; `wnids.txt` may be, but not with `train/<class>/images`. */
function isTinyImageNet(root: string): boolean {
  if (existsSync(join(root, "val/val_annotations.txt"))) return true;
  if (!existsSync(join(root, "wnids.txt")) || hasValByClass(root)) return false;
  return foldersIn(listIfReadable(join(root, "train"))).some(({ name }) =>
    listIfReadable(join(root, "train", name)).some((inner) => /^images$/i.test(inner.name)),
  );
}
