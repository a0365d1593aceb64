/** CSV, TSV and JSON Lines into rows of cells by column. */
import { extname } from "node:path";
import { CsvError, parse } from "csv-parse/sync";
import { quoted, splitLines } from "../../text.ts";
import { hasImageExtension } from "../list-folder.ts";

/** A row and its line, counted from 1. */
export interface TableRow {
  readonly line: number;
  /** By column name in lower case, with "_" for spaces and hyphens. */
  readonly cells: ReadonlyMap<string, string>;
}

/** Columns of a table without a header, in this order. */
const HEADLESS = ["path", "label", "split"];

/**
 * @throws {SyntaxError} with a clause whose subject is the file, if it is not what its extension says
 */
export function parseTable(text: string, path: string): TableRow[] {
  return /^\.(?:jsonl|ndjson)$/i.test(extname(path)) ? parseLines(text) : parseCsv(text);
}

function parseCsv(text: string): TableRow[] {
  const [first = ""] = splitLines(text);
  // Spreadsheets separate by semicolons where commas are decimal points.
  const delimiter = ["\t", ";", ","].find((sign) => first.includes(sign)) ?? ",";
  let records: { readonly record: readonly string[]; readonly info: { readonly lines: number } }[];
  try {
    records = parse(text, {
      delimiter,
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as typeof records;
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new SyntaxError(`is not CSV: ${cause.message}`, { cause });
  }
  const head = records[0]?.record ?? [];
  const isHeadless = head.some(hasImageExtension);
  const columns = isHeadless ? HEADLESS : head.map(columnName);
  return records.slice(isHeadless ? 0 : 1).map(({ record, info }) => ({
    line: info.lines,
    cells: new Map(record.slice(0, columns.length).map((cell, index) => [columns[index]!, cell])),
  }));
}

function parseLines(text: string): TableRow[] {
  return splitLines(text)
    .map((line, index) => ({ line: index + 1, text: line.trim() }))
    .filter((row) => row.text !== "")
    .map((row) => ({ line: row.line, cells: cellsOf(row.text, row.line) }));
}

function cellsOf(text: string, line: number): Map<string, string> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new SyntaxError(`has no JSON in line ${line}: ${quoted(text.slice(0, 60))}`, { cause });
  }
  if (typeof value !== "object" || value === null) {
    throw new SyntaxError(`has no JSON object in line ${line}: ${quoted(text.slice(0, 60))}`);
  }
  return new Map(
    Object.entries(value)
      .filter(([, cell]) => ["string", "number", "boolean"].includes(typeof cell))
      .map(([name, cell]) => [columnName(name), String(cell).trim()]),
  );
}

function columnName(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, "_");
}
