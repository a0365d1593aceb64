/** The columns of a table by the names that people give them. */
import type { TableRow } from "./parse-table.ts";

/** Names of each column, the preferred first. */
export const COLUMNS = {
  path: [
    "path",
    "file",
    "file_name",
    "filename",
    "file_path",
    "filepath",
    "image",
    "image_path",
    "img",
  ],
  /** What tells classes apart; where there is none, the label does. A column "id" is often that of the image. */
  id: ["class_id", "class"],
  label: ["label", "label_name", "class_name", "category", "target", "name"],
  split: ["split", "set", "subset"],
} as const;

/** What a column means. */
export type Column = keyof typeof COLUMNS;

/** The cell of the first of a column's names that the row has; undefined if it is empty. */
export function cellOf({ cells }: TableRow, column: Column): string | undefined {
  const name = COLUMNS[column].find((one) => cells.has(one));
  return (name && cells.get(name)) || undefined;
}

/** Whether any row has the column. */
export function hasColumn(rows: readonly TableRow[], column: Column): boolean {
  return rows.some(({ cells }) => COLUMNS[column].some((name) => cells.has(name)));
}
