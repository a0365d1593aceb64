/** CSV and its kin: separated by commas, semicolons or tabs, with or without a header; lists of paths, one a line. */
import { CsvError, parse } from "csv-parse/sync";
import { splitLines } from "../../text.ts";
import { hasImageExtension } from "../list-folder.ts";
import { columnName } from "./column-name.ts";
import { splitOfCell } from "./split-of-cell.ts";
import type { TableRow } from "./table-row.ts";

interface Record {
  readonly line: number;
  readonly fields: readonly string[];
}

/**
 * @param isList whether a file without any separator has a path in each line, and perhaps a label after a space
 * @throws {SyntaxError} if it is not CSV
 */
export function parseCsv(
  text: string,
  { isList = false }: { readonly isList?: boolean } = {},
): TableRow[] {
  const [first = ""] = splitLines(text);
  // Spreadsheets separate by semicolons where commas are decimal points.
  const delimiter = ["\t", ";", ","].find((sign) => first.includes(sign));
  const isPlain = isList && delimiter === undefined;
  const records = isPlain ? lines(text) : recordsOf(text, delimiter ?? ",");
  const [head] = records;
  if (head === undefined) return [];
  const isHeadless = isPlain || head.fields.some(hasImageExtension);
  const written = isHeadless ? columnsByContent(records) : head.fields;
  const columns = written.map(columnName);
  const titles = new Map(columns.map((column, index) => [column, written[index]!]));
  return records.slice(isHeadless ? 0 : 1).map(({ line, fields }) => ({
    line,
    titles,
    cells: new Map(
      columns
        .map((column, index): [string, string] => [column, fields[index] ?? ""])
        .filter(([column]) => column !== ""),
    ),
  }));
}

function recordsOf(text: string, delimiter: string): Record[] {
  try {
    const records = parse(text, {
      delimiter,
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as { readonly record: string[]; readonly info: { readonly lines: number } }[];
    return records.map(({ record, info }) => ({ line: info.lines, fields: record }));
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new SyntaxError(`is not CSV: ${cause.message}`, { cause });
  }
}

/** "img/0.jpg 3" and "tabby cat/0.jpg": a label may follow the extension of an image. */
function lines(text: string): Record[] {
  return splitLines(text)
    .map((line, index) => ({ line: index + 1, text: line.trim() }))
    .filter((line) => line.text !== "")
    .map((line) => {
      const [, path = "", label = ""] = /^(.*\S) +(\S+)$/.exec(line.text) ?? [];
      return { line: line.line, fields: hasImageExtension(path) ? [path, label] : [line.text] };
    });
}

/** Columns of a table without a header: the path ends as an image's, a split is one throughout, and the rest is the label. */
function columnsByContent(records: readonly Record[]): string[] {
  const width = Math.max(...records.map(({ fields }) => fields.length));
  const path = Math.max(0, records[0]!.fields.findIndex(hasImageExtension));
  const columns = Array.from({ length: width }, () => "");
  columns[path] = "path";
  for (let index = 0; index < width; index += 1) {
    if (index === path) continue;
    const cells = records.map(({ fields }) => fields[index] ?? "").filter((cell) => cell !== "");
    const isSplit = cells.length > 0 && cells.every((cell) => splitOfCell(cell) !== undefined);
    const column = isSplit ? "split" : "label";
    if (!columns.includes(column)) columns[index] = column;
  }
  return columns;
}
