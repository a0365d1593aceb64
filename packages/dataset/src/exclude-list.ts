/**
 * `exclude.txt`: images to leave out of training, one path per line, relative to the dataset's root. A `#` at the
 * start of a line or after a space begins a comment; comments at the top may name the dataset that the list is for:
 *
 *     # dataset: tiny-imagenet-200
 *     # fingerprint: 5b1f…
 *     # decoder: @inception-edge/image/1 …
 *     train/n07747607/images/n07747607_77.JPEG  # the pixels of …, which has another label
 *     "train/n07747607/images/photo #3.JPEG"  # the pixels of …, which stays
 *
 * A path is written as a JSON string, in double quotes, if it contains ` #`, starts or ends with a space, starts with a
 * double quote, or contains a line break or another control character.
 */
import type { DatasetOrigin } from "./dataset-origin.ts";
import { quoted, splitLines } from "./text.ts";

/** An image to exclude. */
export interface ExcludeEntry {
  readonly path: string;
  /** Written as the line's comment. */
  readonly reason: string;
}

/** The content of an `exclude.txt`. */
export interface ExcludeList {
  /** Absent if the list was written by hand. */
  readonly origin?: DatasetOrigin;
  readonly paths: readonly string[];
}

const ORIGIN_LINES = { dataset: "name", fingerprint: "fingerprint", decoder: "decoder" } as const;

/** The text of an `exclude.txt`, with its origin and the reason for each path. */
export function formatExcludeList(origin: DatasetOrigin, entries: readonly ExcludeEntry[]): string {
  const head = Object.entries(ORIGIN_LINES).map(
    ([word, key]) => `# ${word}: ${shown(origin[key])}\n`,
  );
  const lines = entries.map(({ path, reason }) => `${shown(path)}  # ${shown(reason)}\n`);
  return [...head, ...lines].join("");
}

/** @throws {SyntaxError} naming the line, if a path in double quotes is not a JSON string. */
export function parseExcludeList(text: string): ExcludeList {
  const lines = splitLines(text.replace(/^\uFEFF/, "")).map((line) => line.trim());
  const paths = lines
    .map((line, index) => pathOf(line, index + 1))
    .filter((path) => path !== undefined);
  const [name, fingerprint, decoder] = Object.keys(ORIGIN_LINES).map((word) =>
    lines.find((line) => line.startsWith(`# ${word}: `))?.slice(word.length + 4),
  );
  return fingerprint === undefined || decoder === undefined
    ? { paths }
    : { origin: { name: meant(name ?? "") ?? "", fingerprint, decoder }, paths };
}

/** The path on a line; undefined if there is none. */
function pathOf(line: string, number: number): string | undefined {
  if (line === "" || line.startsWith("#")) return undefined;
  if (!line.startsWith('"')) return line.replace(/\s#.*$/, "").trim();
  const [, literal = ""] = /^("(?:[^"\\]|\\.)*")\s*(?:#.*)?$/.exec(line) ?? [];
  const path = meant(literal);
  if (path) return path;
  throw new SyntaxError(
    `line ${number} says ${quoted(line)}, wanted a path; write a path that begins with a double quote as a JSON string`,
  );
}

/** Spaces at the ends, the start of a comment or of a quoted path, and characters that break a line. */
const AMBIGUOUS = /^[\s#"]|\s$|\s#|[\p{Cc}\u2028\u2029]/u;

function shown(text: string): string {
  return AMBIGUOUS.test(text) ? quoted(text) : text;
}

/** The inverse of {@link shown}; undefined if the text is not its result. */
function meant(text: string): string | undefined {
  if (!text.startsWith('"')) return text;
  try {
    return JSON.parse(text) as string;
  } catch {
    return undefined;
  }
}
