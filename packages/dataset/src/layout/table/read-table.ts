/** Reads one table of a dataset, or says what is wrong with it as a whole. */
import { quoted } from "../../text.ts";
import { readText, type Folder } from "../read-folder.ts";
import { findColumns, WANTED_COLUMNS, type TableColumns } from "./columns.ts";
import type { TableFile } from "./find-tables.ts";
import { parseTable } from "./parse-table.ts";
import type { TableRow } from "./table-row.ts";

/** A table with its rows. */
export interface ReadTable extends TableFile {
  readonly rows: readonly TableRow[];
  readonly columns: TableColumns;
}

/** Undefined if it cannot be used; then the folder has a defect more. */
export function readTable(folder: Folder, table: TableFile): ReadTable | undefined {
  const { path } = table;
  const text = readText(folder, path, "<path>,<label>");
  if (text === undefined) return undefined;
  const code = "malformed-line";
  try {
    const rows = parseTable(text, path);
    const columns = findColumns(rows);
    if (columns !== undefined) return { ...table, rows, columns };
    const found = [...(rows[0]?.cells.keys() ?? [])].map(quoted).join(", ");
    const message = rows.length === 0 ? "has no rows" : `has the columns ${found}`;
    folder.defects.push({ code, path, message, cure: `name its columns ${WANTED_COLUMNS}` });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const cure = "correct it or save it again";
    folder.defects.push({ code, path, message: error.message, cure });
  }
  return undefined;
}
