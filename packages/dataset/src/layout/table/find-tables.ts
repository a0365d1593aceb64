/** Finds the tables of images in a folder, by their names and by what is in them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { decodeText } from "../../text.ts";
import { foldersIn } from "../class-folders/folder-content.ts";
import { splitNamed, type SplitName } from "../class-folders/split-names.ts";
import { listIfReadable } from "../list-folder.ts";
import { findColumns, type TableColumns } from "./columns.ts";
import { fileFinder } from "./file-finder.ts";
import { parseTable } from "./parse-table.ts";
import { findPlaced, findPlacement } from "./placement.ts";
import { isTableName, mayBeTable, splitOfTable } from "./table-names.ts";
import type { TableRow } from "./table-row.ts";

/** One table of a dataset. */
export interface TableFile {
  /** Relative to the dataset's folder. */
  readonly path: string;
  /** The split of all of its images; without one, a column may tell. */
  readonly split?: SplitName;
}

/** Folders whose lists of splits are read: Food-101 has them in `meta`. */
const FOLDERS_OF_SPLITS = ["", "meta"];

/** Tables one for each split: `train.csv` and `test.csv`, or one in each split's folder; empty if there are none. */
export function findSplitTables(root: string): TableFile[] {
  const besides = FOLDERS_OF_SPLITS.map((folder) =>
    filesIn(root, folder).map((path) => ({ path, split: splitOfTable(nameOf(path)) })),
  );
  const inside = foldersIn(listIfReadable(root))
    .map(({ name }) => ({ name, split: splitNamed(name) }))
    .filter(({ split }) => split !== undefined)
    .flatMap(({ name, split }) =>
      filesIn(root, name)
        .filter((path) => isTableName(nameOf(path)))
        .map((path) => ({ path, split })),
    );
  for (const tables of [...besides, inside]) {
    const used = tables
      .flatMap(({ path, split }) => (split === undefined ? [] : [{ path, split }]))
      .filter((table) => listsImages(root, table));
    const ofSplit = (wanted: SplitName) => used.filter(({ split }) => split === wanted);
    if (ofSplit("train").length > 0)
      return [...ofSplit("train"), ...ofSplit("val"), ...ofSplit("test")];
  }
  return [];
}

/** The table that is called so, and lists images; undefined if there is none. */
export function findNamedTable(root: string): TableFile | undefined {
  return namedTables(root).find((table) => listsImages(root, table));
}

/** A table that is called so, whatever is in it: what keeps it from being used is told when it is read. */
export function findTableByName(root: string): TableFile | undefined {
  return namedTables(root)[0];
}

function namedTables(root: string): TableFile[] {
  return filesIn(root, "")
    .filter((name) => isTableName(name) || splitOfTable(name) === "train")
    .map((path) => ({ path }));
}

/** Every table of images, whatever it is called. */
export function findAnyTables(root: string): TableFile[] {
  return filesIn(root, "")
    .filter(mayBeTable)
    .map((path) => ({ path }))
    .filter((table) => listsImages(root, table));
}

/** Enough rows to know a table by. */
const ROWS = 200;

/** Whether the table has paths of images that exist, and labels; others give the classes of folders their names. */
function listsImages(root: string, { path, split = "train" }: TableFile): boolean {
  const table = readIfTable(root, path);
  if (table === undefined) return false;
  const { rows, columns } = table;
  const written = rows.slice(0, ROWS).map(({ cells }) => cells.get(columns.path) ?? "");
  const folders = new Set(foldersIn(listIfReadable(root)).map(({ name }) => name));
  if (written.every((name) => folders.has(name))) return false;
  const findFile = fileFinder(root);
  const folder = folderOf(path);
  const placement = findPlacement(written, { root, folder, split, isConfined: true, findFile });
  return written.some((one) => findPlaced(one, placement, findFile).path !== undefined);
}

/** Undefined if it is no table, or has not the columns. */
function readIfTable(
  root: string,
  path: string,
): { readonly rows: readonly TableRow[]; readonly columns: TableColumns } | undefined {
  try {
    const rows = parseTable(decodeText(readFileSync(join(root, path))), path);
    const columns = findColumns(rows);
    return columns && { rows, columns };
  } catch {
    return undefined; // Whoever is asked to read it tells why.
  }
}

/** The folder of a path; "" for that of a name alone. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function filesIn(root: string, folder: string): string[] {
  return listIfReadable(join(root, folder))
    .filter(({ kind }) => kind === "file")
    .map(({ name }) => (folder === "" ? name : `${folder}/${name}`));
}
