/** The columns of a table by the names that people and programs give them. */
import { hasImageExtension } from "../list-folder.ts";
import type { TableRow } from "./table-row.ts";

/** Names of each column, the preferred first; nested ones of JSON by their last name. */
const COLUMNS = {
  path: [
    "path",
    "file",
    "file_name",
    "filename",
    "file_path",
    "filepath",
    "filepaths",
    "image",
    "image_path",
    "image_file",
    "image_name",
    "img",
    "img_path",
    "img_name",
    "imagegcsuri", // Vertex AI
    "source_ref", // SageMaker
  ],
  /** Where no other column holds paths: names of files without their extension, as Kaggle's are. */
  fileId: ["image_id", "img_id", "id_code", "id"],
  /** What tells classes apart; where there is none, the label does. A column "id" is often that of the image. */
  id: ["class_id", "class"],
  label: [
    "label",
    "labels",
    "label_name",
    "class_name",
    "classname",
    "category",
    "target",
    "choice", // Label Studio
    "choices",
    "displayname", // Vertex AI
    "name",
  ],
  split: [
    "split",
    "set",
    "subset",
    "data_set",
    "is_valid", // fastai
    "aiplatform.googleapis.com/ml_use", // Vertex AI
  ],
} as const;

/** Labels that explain the numbers of another column. */
const LABELS_OF_NUMBERS: readonly string[] = ["label_name", "class_name", "classname"];

/** A table's columns, each by its name in the rows. */
export interface TableColumns {
  readonly path: string;
  readonly id?: string;
  readonly label?: string;
  readonly split?: string;
  /** One column for each class, with a 1 in the one that an image belongs to. */
  readonly oneHot?: readonly string[];
  /** Whether the table has nothing but paths, so that an image's folder is its class. */
  readonly isList: boolean;
}

/** What messages ask for. */
export const WANTED_COLUMNS: string =
  `${COLUMNS.path[0]} (or ${COLUMNS.path.slice(1, 5).join(", ")}, image, …)` +
  " and label (or class, category, …)";

/** Undefined if none holds paths, or none labels. */
export function findColumns(rows: readonly TableRow[]): TableColumns | undefined {
  const names = [...new Set(rows.flatMap(({ cells }) => [...cells.keys()]))];
  const known = (column: keyof typeof COLUMNS): string[] =>
    COLUMNS[column].filter((name) => names.includes(name));
  const [path] = [
    ...known("path"),
    ...names.filter((name) => holdsPaths(rows, name)),
    ...known("fileId"),
  ];
  if (path === undefined) return undefined;
  const others = (column: keyof typeof COLUMNS): string[] =>
    known(column).filter((name) => name !== path);
  const [split] = others("split");
  const found = { path, ...(split !== undefined && { split }), isList: false };
  const [id] = others("id");
  const [label, ...labels] = others("label");
  const name = labels.find((one) => LABELS_OF_NUMBERS.includes(one));
  if (id === undefined && label !== undefined && name !== undefined && isWhole(rows, label)) {
    return { ...found, id: label, label: name };
  }
  if (id !== undefined || label !== undefined) {
    return { ...found, ...(id !== undefined && { id }), ...(label !== undefined && { label }) };
  }
  const aside: readonly string[] = [path, split ?? "", ...COLUMNS.fileId, ...COLUMNS.path];
  const rest = names.filter((one) => !aside.includes(one));
  if (rest.length === 0) return names.length === 1 ? { ...found, isList: true } : undefined;
  if (rest.length === 1) return repeats(rows, rest[0]!) ? { ...found, label: rest[0]! } : undefined;
  return isOneHot(rows, rest) ? { ...found, oneHot: rest } : undefined;
}

/** The cell of a row; undefined if it is empty. */
export function cellOf({ cells }: TableRow, column: string | undefined): string | undefined {
  return (column && cells.get(column)) || undefined;
}

function cellsIn(rows: readonly TableRow[], column: string): string[] {
  return rows.map((row) => cellOf(row, column)).filter((cell) => cell !== undefined);
}

function holdsPaths(rows: readonly TableRow[], column: string): boolean {
  const first = rows.find((row) => cellOf(row, column) !== undefined);
  return first !== undefined && hasImageExtension(cellOf(first, column)!);
}

function isWhole(rows: readonly TableRow[], column: string): boolean {
  return cellsIn(rows, column).every((cell) => /^\d+$/.test(cell));
}

/** Whether the cells are few, as labels are, and not one for each image, as captions are. */
function repeats(rows: readonly TableRow[], column: string): boolean {
  const cells = cellsIn(rows, column);
  return new Set(cells).size <= cells.length / 2;
}

function isOneHot(rows: readonly TableRow[], columns: readonly string[]): boolean {
  const sums = rows.map((row) => {
    const cells = columns.map((column) => row.cells.get(column) ?? "");
    if (!cells.every((cell) => /^[01](?:\.0+)?$/.test(cell))) return Number.NaN;
    return cells.filter((cell) => Number(cell) === 1).length;
  });
  return !sums.includes(Number.NaN) && sums.filter((sum) => sum === 1).length > sums.length / 2;
}
