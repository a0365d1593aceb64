/** Labels for class folders: from `labels.csv` (id, label) or `words.txt` beside them, else the folder's name. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { ClassLabel } from "../../dataset.ts";
import { namedClass, parseWords, readableClass } from "../../labels.ts";
import { composed } from "../../names.ts";
import { readText, type Folder } from "../read-folder.ts";
import { cellOf } from "../table/columns.ts";
import { parseTable, type TableRow } from "../table/parse-table.ts";

/** Files that may give names, and how each is read: names by class id. */
const SOURCES = {
  "words.txt": parseWords,
  "labels.csv": (text: string) =>
    new Map(
      parseTable(text, "labels.csv")
        .map((row) => [composed(idOf(row)), cellOf(row, "label") ?? ""] as const)
        .filter(([, label]) => label !== ""),
    ),
} as const;

/** Reads the first of these files that exists, once. */
export function readGivenNames(folder: Folder): (id: string) => ClassLabel {
  const names = readNames(folder);
  return (id) => {
    const given = names.get(id);
    return given === undefined ? readableClass(id) : namedClass(id, given);
  };
}

function idOf(row: TableRow): string {
  return row.cells.get("id") ?? cellOf(row, "id") ?? "";
}

function readNames(folder: Folder): ReadonlyMap<string, string> {
  for (const [name, parse] of Object.entries(SOURCES)) {
    if (!existsSync(join(folder.root, name))) continue;
    const text = readText(folder, name, "<class id>,<label>");
    if (text === undefined) return new Map();
    try {
      return parse(text);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      const cure = "correct it or delete it";
      folder.defects.push({ code: "malformed-line", path: name, message: error.message, cure });
    }
  }
  return new Map();
}
