/** JSON and JSON Lines: an object for each image, as people and labeling tools write them. */
import { quoted, splitLines } from "../../text.ts";
import { columnName } from "./column-name.ts";
import type { TableRow } from "./table-row.ts";

/**
 * A list of objects.
 *
 * @throws {SyntaxError} if it is not one
 */
export function parseJson(text: string): TableRow[] {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch (cause) {
    throw new SyntaxError(`is not JSON: ${(cause as Error).message}`, { cause });
  }
  if (!Array.isArray(list)) {
    throw new SyntaxError('holds no list of objects like {"path": "a.jpg", "label": "cat"}');
  }
  return list.map((value: unknown, index) => ({
    line: index + 1,
    cells: cellsOf(value, `entry ${index + 1}`),
  }));
}

/**
 * An object in each line.
 *
 * @throws {SyntaxError} if a line holds none
 */
export function parseJsonLines(text: string): TableRow[] {
  return splitLines(text)
    .map((line, index) => ({ line: index + 1, text: line.trim() }))
    .filter((row) => row.text !== "")
    .map((row) => {
      const place = `line ${row.line}: ${quoted(row.text.slice(0, 60))}`;
      try {
        return { line: row.line, cells: cellsOf(JSON.parse(row.text), place) };
      } catch (cause) {
        throw new SyntaxError(`has no JSON object in ${place}`, { cause });
      }
    });
}

/**
 * Objects in which labeling tools keep an image's file and class, beside much else: Label Studio, Vertex AI and, by their
 * end, those of SageMaker. Others may hold boxes.
 */
const LOOKED_INTO =
  /^(?:data|annotations|result|value|classificationAnnotation|dataItemResourceLabels|.+-metadata)$/;

/** Texts and numbers by the names of their columns; those further out come first, and a list counts if it has one entry. */
function cellsOf(row: unknown, place: string): Map<string, string> {
  if (typeof row !== "object" || row === null || Array.isArray(row)) {
    throw new SyntaxError(`has no JSON object in ${place}`);
  }
  const cells = new Map<string, string>();
  const open = Object.entries(row);
  for (const [name, value] of open) {
    const one: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
    const column = columnName(name);
    if (["string", "number", "boolean"].includes(typeof one)) {
      if (!cells.has(column)) cells.set(column, String(one).trim());
    } else if (typeof one === "object" && one !== null && !Array.isArray(one)) {
      if (LOOKED_INTO.test(name)) open.push(...Object.entries(one)); // Grows while it is read.
    }
  }
  return cells;
}
