/** CSV, TSV, lists, JSON and JSON Lines into rows of cells by column. */
import { extname } from "node:path";
import { quoted } from "../../text.ts";
import { parseCsv } from "./parse-csv.ts";
import { parseJson, parseJsonLines } from "./parse-json.ts";
import type { TableRow } from "./table-row.ts";

const PARSERS: Readonly<Record<string, (text: string) => TableRow[]>> = {
  ".csv": (text) => parseCsv(text),
  ".tsv": (text) => parseCsv(text),
  ".txt": (text) => parseCsv(text, { isList: true }),
  ".json": parseJson,
  ".jsonl": parseJsonLines,
  ".ndjson": parseJsonLines,
  ".manifest": parseJsonLines, // SageMaker's name for JSON Lines.
};

/** Whether the path is one of a table that can be read. */
export function isTablePath(path: string): boolean {
  return extname(path).toLowerCase() in PARSERS;
}

/**
 * @throws {SyntaxError} with a clause whose subject is the file, if it is not what its extension says
 */
export function parseTable(text: string, path: string): TableRow[] {
  const parse = PARSERS[extname(path).toLowerCase()];
  if (parse === undefined) throw new SyntaxError(`is no table: ${quoted(extname(path))}`);
  return parse(text);
}
