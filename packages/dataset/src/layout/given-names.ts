/** Labels for classes whose ids are folders or numbers: from a file beside them that names some of the classes. */
import type { ClassLabel } from "../dataset.ts";
import { namedClass, parseWords, readableClass } from "../labels.ts";
import { composed } from "../names.ts";
import { splitLines } from "../text.ts";
import { listIfReadable } from "./list-folder.ts";
import { readText, type Folder } from "./read-folder.ts";
import { parseTable } from "./table/parse-table.ts";

/** Names by class id. */
type Names = ReadonlyMap<string, string>;

/** Files that may give names, the surest first: how each is called, in lower case, and read. */
const SOURCES: readonly {
  readonly called: RegExp;
  readonly parse: (text: string, file: string, ids: readonly string[]) => Names;
  /** Whether it may be a file of another kind, which then says nothing. */
  readonly isLoose?: true;
}[] = [
  { called: /^words\.txt$/, parse: parseWords },
  { called: /^(?:labels|classes|class_names|names)\.(?:csv|tsv)$/, parse: namesInTable },
  { called: /\.json$/, parse: namesInJson, isLoose: true },
  { called: /^(?:labels|classes|class_?names|names)\.txt$/, parse: namesInLines, isLoose: true },
];

/**
 * Reads the first of these files that names one of the classes.
 *
 * @param exclude files that are read for something else
 */
export function readGivenNames(
  folder: Folder,
  ids: readonly string[],
  exclude: readonly string[] = [],
): (id: string) => ClassLabel {
  const names = readNames(folder, ids, exclude);
  return (id) => {
    const given = names.get(id);
    return given === undefined ? readableClass(id) : namedClass(id, given);
  };
}

function readNames(
  { root, defects }: Folder,
  ids: readonly string[],
  exclude: readonly string[],
): Names {
  const files = listIfReadable(root)
    .filter(({ name, kind }) => kind === "file" && !exclude.includes(name))
    .map(({ name }) => name);
  for (const { called, parse, isLoose } of SOURCES) {
    for (const path of files.filter((name) => called.test(name.toLowerCase()))) {
      const attempt: Folder = { root, defects: [], leftOut: [] };
      const names = parseNames(attempt, path, (text) => parse(text, path, ids));
      if (!isLoose) defects.push(...attempt.defects);
      if (ids.some((id) => names.has(id))) return names;
    }
  }
  return new Map();
}

function parseNames(folder: Folder, path: string, parse: (text: string) => Names): Names {
  const text = readText(folder, path, "<class id>,<label>");
  if (text === undefined) return new Map();
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const cure = "correct it or delete it";
    folder.defects.push({ code: "malformed-line", path, message: error.message, cure });
    return new Map();
  }
}

const ID_COLUMNS = ["id", "class_id", "class"];
const LABEL_COLUMNS = ["label", "label_name", "class_name", "category", "name"];

/** Columns by these names, or the first two. */
function namesInTable(text: string, file: string): Names {
  return new Map(
    parseTable(text, file)
      .map(({ cells }): [string, string] => {
        const [first = "", second = ""] = cells.keys();
        const id = ID_COLUMNS.find((name) => cells.has(name)) ?? first;
        const label = LABEL_COLUMNS.find((name) => name !== id && cells.has(name)) ?? second;
        return [composed(cells.get(id) ?? ""), cells.get(label) ?? ""];
      })
      .filter(([, label]) => label !== ""),
  );
}

/** `{"0": "daisy"}` or `{"daisy": 0}`, if it has all classes. */
function namesInJson(text: string, _file: string, ids: readonly string[]): Names {
  const value: unknown = JSON.parse(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return new Map();
  const entries = Object.entries(value);
  const names = entries.every(([, name]) => typeof name === "string")
    ? entries.map(([id, name]): [string, string] => [composed(id), String(name)])
    : entries.map(([name, id]): [string, string] => [String(id), name]);
  const found = new Map(names);
  return ids.every((id) => found.has(id)) ? found : new Map();
}

/** "0 daisy" in each line; or a name in each, of as many classes as are numbered from 0 or 1. */
function namesInLines(text: string, _file: string, ids: readonly string[]): Names {
  const words = parseWords(text);
  if (ids.every((id) => words.has(id))) return words;
  const lines = splitLines(text)
    .map((line) => line.trim())
    .filter(Boolean);
  const numbers = new Set(ids.map(Number));
  for (const first of [0, 1]) {
    const all = lines.map((_, index) => index + first);
    if (lines.length === ids.length && all.every((number) => numbers.has(number)))
      return new Map(lines.map((name, index) => [String(index + first), name]));
  }
  return new Map();
}
