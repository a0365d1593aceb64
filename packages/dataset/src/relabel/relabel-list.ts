/**
 * `relabel.csv`: what to do with images whose labels are doubted. An audit writes it, a person edits its column `action`,
 * and the trainer and `eda` read it:
 *
 *     path,label,suggested,score,action,reason
 *     glass/12.jpg,glass,plastic,0.012,replace,…
 *
 * `keep` does nothing, `replace` gives the image the class in `suggested`, `remove` leaves it out. Only `path` and
 * `action` must be there, and `suggested` to replace; other columns are for people.
 */
import { parseTable } from "../layout/table/parse-table.ts";
import type { TableRow } from "../layout/table/table-row.ts";
import { quoted } from "../text.ts";

/** What one row asks for; `keep` is no entry. */
export interface RelabelEntry {
  /** Relative to the dataset's root. */
  readonly path: string;
  /** The class that the list says the image has, as its id or label; absent if it does not say. */
  readonly label?: string;
  /** The class that it gets, as an id or label; absent if the image is left out. */
  readonly to?: string;
}

const ACTIONS = ["keep", "replace", "remove"] as const;

/** What can be done with an image. */
export type RelabelAction = (typeof ACTIONS)[number];

/** A row of the file as an audit writes it. */
export interface RelabelRow {
  readonly path: string;
  /** Id or label of the class that the image has, and of that which the model would give it. */
  readonly label: string;
  readonly suggested: string;
  /** What the model thinks of the given label, in [0, 1]: 0 is surely wrong. */
  readonly score: number;
  readonly action: RelabelAction;
  readonly reason: string;
}

const COLUMNS = ["path", "label", "suggested", "score", "action", "reason"] as const;

/** The text of a `relabel.csv`, RFC 4180. */
export function formatRelabelList(rows: readonly RelabelRow[]): string {
  const cells = rows.map((row) => COLUMNS.map((name) => cellText(row[name])));
  return [COLUMNS, ...cells].map((row) => `${row.join(",")}\r\n`).join("");
}

function cellText(value: string | number): string {
  const text = typeof value === "number" ? value.toFixed(4) : value;
  return /^\s|[",;\t\r\n]|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** @throws {SyntaxError} with a clause whose subject is the file, naming the line */
export function parseRelabelList(text: string): RelabelEntry[] {
  const rows = parseTable(text, "relabel.csv");
  for (const wanted of ["path", "action"]) {
    if (rows.some(({ cells }) => !cells.has(wanted))) {
      throw new SyntaxError(
        `has no column "${wanted}"; the first line must name the columns: ${COLUMNS.join(",")}`,
      );
    }
  }
  return rows.flatMap(entryOf);
}

function entryOf({ cells, line }: TableRow): RelabelEntry[] {
  const cell = (name: string): string => cells.get(name) ?? "";
  const path = cell("path");
  const action = cell("action").toLowerCase();
  if (action === "keep" || action === "") return [];
  if (path === "") throw new SyntaxError(`has no path in line ${line}`);
  const entry = { path, ...(cell("label") !== "" && { label: cell("label") }) };
  if (action === "remove") return [entry];
  if (action !== "replace") {
    throw new SyntaxError(
      `has the action ${quoted(cell("action"))} in line ${line}, wanted ${ACTIONS.join(", ")}`,
    );
  }
  if (cell("suggested") === "") {
    throw new SyntaxError(`has nothing in the column "suggested" to replace by in line ${line}`);
  }
  return [{ ...entry, to: cell("suggested") }];
}
