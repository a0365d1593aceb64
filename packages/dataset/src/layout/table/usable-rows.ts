/** The rows of tables that name an image and a class, each image once; the others are left out, with the reason. */
import type { Defect } from "../../dataset-error.ts";
import { composed } from "../../names.ts";
import { quoted } from "../../text.ts";
import type { SplitName } from "../class-folders/split-names.ts";
import type { Folder } from "../read-folder.ts";
import { cellOf, type TableColumns } from "./columns.ts";
import { fileFinder } from "./file-finder.ts";
import { folderOf } from "./find-tables.ts";
import { findPlaced, findPlacement, placementNotice } from "./placement.ts";
import type { ReadTable } from "./read-table.ts";
import { splitOfCell } from "./split-of-cell.ts";
import type { TableRow } from "./table-row.ts";

/** An image and its class, as a row has them. */
export interface UsableRow {
  /** Of the image, relative to the dataset's folder. */
  readonly path: string;
  readonly id: string;
  readonly label: string | undefined;
  readonly split: SplitName;
  /** The table and the line: "labels.csv:7". */
  readonly place: string;
}

/** A row before its file is looked for. */
interface LabeledRow extends Omit<UsableRow, "path"> {
  readonly written: string;
}

type Fault = Pick<Defect, "code" | "message" | "cure">;

/** @param options.notices where remarks are added */
export function usableRows(
  folder: Folder,
  tables: readonly ReadTable[],
  { isConfined, notices }: { readonly isConfined: boolean; readonly notices: string[] },
): UsableRow[] {
  const { root } = folder;
  const findFile = fileFinder(root);
  const used = new Map<string, UsableRow>();
  const remarks = new Set<string>();
  for (const table of tables) {
    // Images of a split often lie in a folder of their own.
    const bySplit = Map.groupBy(labeledRows(folder, table), ({ split }) => split);
    for (const [split, rows] of bySplit) {
      const where = { root, folder: folderOf(table.path), split, isConfined, findFile };
      const placement = findPlacement(
        rows.map(({ written }) => written),
        where,
      );
      const remark = placementNotice(table.path, placement, where.folder);
      if (remark !== undefined) remarks.add(remark);
      for (const row of rows) {
        const { path, several } = findPlaced(row.written, placement, findFile);
        const judged =
          path === undefined ? missing(row, several) : judge(row, path, { used, isConfined });
        if ("path" in judged) used.set(judged.path, judged);
        else folder.leftOut.push({ ...judged, path: row.place });
      }
    }
  }
  notices.push(...remarks);
  return [...used.values()];
}

/** The rows with a path, a label and a split that are understood. */
function labeledRows(
  folder: Folder,
  { path: table, split, rows, columns }: ReadTable,
): LabeledRow[] {
  const labeled: LabeledRow[] = [];
  for (const row of rows) {
    const place = `${table}:${row.line}`;
    const judged = labelRow(row, columns, split);
    if ("code" in judged) folder.leftOut.push({ ...judged, path: place });
    else labeled.push({ ...judged, place });
  }
  return labeled;
}

function labelRow(
  row: TableRow,
  columns: TableColumns,
  split: SplitName | undefined,
): Omit<LabeledRow, "place"> | Fault {
  const code = "malformed-line";
  const written = cellOf(row, columns.path);
  if (written === undefined) return { code, message: "has no path", cure: "add it" };
  const given = labelsOf(row, columns, written);
  const [first, second] = given;
  if (first === undefined) {
    return { code, message: `has no label for ${quoted(written)}`, cure: "add it" };
  }
  if (columns.oneHot && second !== undefined) {
    const message = `has several labels for ${quoted(written)}: ${given.map(quoted).join(", ")}`;
    return { code, message, cure: "keep the one that matters most" };
  }
  const splitCell = cellOf(row, columns.split) ?? split ?? "train";
  const splitName = splitOfCell(splitCell);
  if (splitName === undefined) {
    return { code, message: `has the split ${quoted(splitCell)}`, cure: 'write "train" or "val"' };
  }
  return {
    written,
    id: composed(first),
    label: columns.oneHot ? undefined : (second ?? first),
    split: splitName,
  };
}

/** The class's id and its label; of a table with a column for each class, all that have a 1. */
function labelsOf(
  row: TableRow,
  { id, label, oneHot, isList }: TableColumns,
  written: string,
): string[] {
  if (isList) return [written.split(/[/\\]/).at(-2) ?? ""].filter(Boolean);
  if (oneHot) {
    return oneHot
      .filter((column) => Number(row.cells.get(column)) === 1)
      .map((column) => row.titles?.get(column)?.trim() ?? column);
  }
  return [cellOf(row, id), cellOf(row, label)].filter((cell) => cell !== undefined);
}

function missing({ written }: LabeledRow, several: readonly string[] = []): Fault {
  if (several.length > 0) {
    return {
      code: "missing-image",
      message: `names ${quoted(written)}, which may be ${several.map(quoted).join(" or ")}`,
      cure: "write the one that is meant",
    };
  }
  const path = "write its path relative to the folder of the table";
  return {
    code: "missing-image",
    message: `names ${quoted(written)}, which is missing`,
    cure: /^[a-z][\da-z]+:\/\//i.test(written) ? `download it, and ${path}` : path,
  };
}

function judge(
  { written, ...row }: LabeledRow,
  path: string,
  {
    used,
    isConfined,
  }: { readonly used: ReadonlyMap<string, UsableRow>; readonly isConfined: boolean },
): UsableRow | Fault {
  if (isConfined && path.startsWith("../")) {
    const message = `names ${quoted(written)}, which is not in the folder of the table`;
    const cure = "give the table itself with --dataset if you trust it";
    return { code: "malformed-line", message, cure };
  }
  const same = used.get(path);
  if (same === undefined) return { path, ...row };
  const where = placeOf(same.place, row.place);
  const labels =
    same.id === row.id ? "" : ` as ${quoted(row.id)}, and in ${where} as ${quoted(same.id)}`;
  const message = `lists ${quoted(written)} again${labels}`;
  return { code: "listed-twice", message, cure: "keep the right line" };
}

/** "line 3" of the same table, "train.csv:3" of another. */
function placeOf(place: string, seenFrom: string): string {
  const [table, line] = [
    place.slice(0, place.lastIndexOf(":")),
    place.slice(place.lastIndexOf(":") + 1),
  ];
  return seenFrom.startsWith(`${table}:`) ? `line ${line}` : place;
}
