/**
 * A CSV, TSV or JSON Lines file of images: a path, a label and, if it has a split, train or val. Paths are relative to
 * the file's folder. A row that cannot be used is left out, with the reason.
 */
import { sortByClass } from "../../by-class.ts";
import type { Defect } from "../../dataset-error.ts";
import type { ClassLabel, ImageRef } from "../../dataset.ts";
import { namedClass, readableClass } from "../../labels.ts";
import { byName, composed } from "../../names.ts";
import { VAL_FRACTION } from "../../set-apart.ts";
import { quoted } from "../../text.ts";
import { splitNamed } from "../class-folders/find-splits.ts";
import { leavingOut, readImageRef, readText, type Folder } from "../read-folder.ts";
import type { LayoutSurvey } from "../survey-layout.ts";
import { cellOf, COLUMNS, hasColumn } from "./columns.ts";
import { fileFinder } from "./file-finder.ts";
import { parseTable, type TableRow } from "./parse-table.ts";

const NOTHING: LayoutSurvey = { classes: [], train: [], val: [], notices: [] };

/** Options of {@link surveyTable}. */
export interface TableOptions {
  /** The file's name in the folder. */
  readonly table: string;
  /** Whether paths that lead out of the folder are left out. */
  readonly isConfined: boolean;
}

/** Reads the table and looks for its files. */
export function surveyTable(folder: Folder, options: TableOptions): LayoutSurvey {
  const rows = readRows(folder, options.table);
  if (rows === undefined) return NOTHING;
  const used = usableRows(folder, rows, options);
  const has = (wanted: UsableRow["split"]): boolean => used.some(({ split }) => split === wanted);
  const valSplit = has("val") ? "val" : "test";
  const classes = classesOf(used.filter(({ split }) => split === "train"));
  const indices = new Map(classes.map(({ id }, index) => [id, index]));
  const images = { train: [] as ImageRef[], val: [] as ImageRef[] };
  for (const { path, id, split, line } of used) {
    if (split !== "train" && split !== valSplit) continue;
    const classIndex = indices.get(id);
    if (classIndex === undefined) {
      const message = `labels ${quoted(path)} as ${quoted(id)}, a class that train does not have`;
      const cure = "correct the label, or add images of the class to train";
      folder.leftOut.push({
        code: "unknown-class",
        path: `${options.table}:${line}`,
        message,
        cure,
      });
      continue;
    }
    const image = readImageRef(leavingOut(folder), path, classIndex);
    if (image) images[split === "train" ? "train" : "val"].push(image);
  }
  const notices =
    has("val") && has("test")
      ? ['the split "test" is not used: "val" is the validation split']
      : [];
  const sorted = { train: sortByClass(images.train), val: sortByClass(images.val) };
  return { classes, ...sorted, ...(!has(valSplit) && { valFraction: VAL_FRACTION }), notices };
}

function readRows(folder: Folder, table: string): TableRow[] | undefined {
  const text = readText(folder, table, "<path>,<label>");
  if (text === undefined) return undefined;
  const code = "malformed-line";
  try {
    const rows = parseTable(text, table);
    if (hasColumn(rows, "path") && (hasColumn(rows, "label") || hasColumn(rows, "id"))) return rows;
    const wanted = `${COLUMNS.path[0]} (or ${COLUMNS.path.slice(1).join(", ")}) and label (or class, category, …)`;
    const found = [...(rows[0]?.cells.keys() ?? [])].map(quoted).join(", ");
    const message = rows.length === 0 ? "has no rows" : `has the columns ${found}`;
    folder.defects.push({ code, path: table, message, cure: `name its columns ${wanted}` });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    folder.defects.push({
      code,
      path: table,
      message: error.message,
      cure: "correct it or save it again",
    });
  }
  return undefined;
}

interface UsableRow {
  readonly path: string;
  readonly id: string;
  readonly label: string | undefined;
  readonly split: "train" | "val" | "test";
  readonly line: number;
}

type RowFault = Pick<Defect, "code" | "message" | "cure">;

/** The rows that name an image and a class, each image once; the others are left out. */
function usableRows(
  folder: Folder,
  rows: readonly TableRow[],
  { table, isConfined }: TableOptions,
): UsableRow[] {
  const findFile = fileFinder(folder.root);
  const used = new Map<string, UsableRow>();
  for (const row of rows) {
    const judged = judgeRow(row, { findFile, used, isConfined });
    if ("path" in judged) used.set(judged.path, judged);
    else folder.leftOut.push({ ...judged, path: `${table}:${row.line}` });
  }
  return [...used.values()];
}

function judgeRow(
  row: TableRow,
  {
    findFile,
    used,
    isConfined,
  }: {
    readonly findFile: ReturnType<typeof fileFinder>;
    readonly used: ReadonlyMap<string, UsableRow>;
    readonly isConfined: boolean;
  },
): UsableRow | RowFault {
  const code = "malformed-line";
  const file = cellOf(row, "path");
  if (file === undefined) return { code, message: "has no path", cure: "add it" };
  const label = cellOf(row, "label");
  const id = composed(cellOf(row, "id") ?? label ?? "");
  if (id === "") return { code, message: `has no label for ${quoted(file)}`, cure: "add it" };
  const splitCell = cellOf(row, "split") ?? "train";
  const split = splitNamed(splitCell);
  if (split === undefined) {
    return { code, message: `has the split ${quoted(splitCell)}`, cure: 'write "train" or "val"' };
  }
  const { path, other } = findFile(file);
  if (path === undefined) {
    return {
      code: "missing-image",
      message: `names ${quoted(file)}, which is missing`,
      cure:
        other === undefined
          ? "write its path relative to the folder of the table"
          : `change it to ${quoted(other)}, which exists`,
    };
  }
  if (isConfined && path.startsWith("../")) {
    const message = `names ${quoted(file)}, which is not in the folder of the table`;
    return { code, message, cure: "give the table itself with --dataset if you trust it" };
  }
  const same = used.get(path);
  if (same === undefined) return { path, id, label, split, line: row.line };
  const labels =
    same.id === id ? "" : ` as ${quoted(id)}, and in line ${same.line} as ${quoted(same.id)}`;
  return {
    code: "listed-twice",
    message: `lists ${quoted(file)} again${labels}`,
    cure: "keep the right line",
  };
}

/** The classes of train, by the first label that each is given. */
function classesOf(rows: readonly UsableRow[]): ClassLabel[] {
  const labels = new Map<string, string | undefined>();
  for (const { id, label } of rows) labels.set(id, labels.get(id) ?? label);
  return [...labels]
    .toSorted(([a], [b]) => byName(a, b))
    .map(([id, label]) =>
      label === undefined || composed(label) === id ? readableClass(id) : namedClass(id, label),
    );
}
