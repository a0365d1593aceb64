/**
 * A text file of images to leave out of training, one path per line, below the dataset's root. What follows a `#`
 * at a line's start or after a space is a comment; comments at the head may name the dataset it was made from:
 *
 *     # dataset: tiny-imagenet-200
 *     # fingerprint: 5b1f…
 *     # decoder: @inception-edge/image/1 …
 *     train/n07747607/images/n07747607_77.JPEG  # the pixels of …, which has another label
 *     "train/n07747607/images/photo #3.JPEG"  # the pixels of …, which stays
 *
 * A path with what a line cannot show as it is (` #`, a space at an end, a line end or another control character, a
 * double quote in front) stands in double quotes and is escaped as in JSON.
 */
import type { DatasetOrigin } from "./dataset-origin.ts";
import { quoted, splitLines } from "./text.ts";

export interface ExcludeEntry {
  readonly path: string;
  /** Why, in words. */
  readonly reason: string;
}

export interface ExcludeList {
  /** Absent from a list that somebody wrote by hand. */
  readonly origin?: DatasetOrigin;
  readonly paths: readonly string[];
}

const ORIGIN_LINES = { dataset: "name", fingerprint: "fingerprint", decoder: "decoder" } as const;

export function formatExcludeList(origin: DatasetOrigin, entries: readonly ExcludeEntry[]): string {
  const head = Object.entries(ORIGIN_LINES).map(
    ([word, key]) => `# ${word}: ${shown(origin[key])}\n`,
  );
  const lines = entries.map(({ path, reason }) => `${shown(path)}  # ${shown(reason)}\n`);
  return [...head, ...lines].join("");
}

/** @throws {SyntaxError} with the line, where a path in double quotes is not ended or escaped as in JSON. */
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

/** The path of a line; undefined where it has none. */
function pathOf(line: string, number: number): string | undefined {
  if (line === "" || line.startsWith("#")) return undefined;
  if (!line.startsWith('"')) return line.replace(/\s#.*$/, "").trim();
  const [, literal = ""] = /^("(?:[^"\\]|\\.)*")\s*(?:#.*)?$/.exec(line) ?? [];
  const path = meant(literal);
  if (path) return path;
  throw new SyntaxError(
    `line ${number} says ${quoted(line)}, wanted a path; one that begins with a double quote is written as JSON writes a string`,
  );
}

/** Spaces at an end, what begins a comment or a quoted path, and characters that end or garble a line. */
const AMBIGUOUS = /^[\s#"]|\s$|\s#|[\p{Cc}\u2028\u2029]/u;

function shown(text: string): string {
  return AMBIGUOUS.test(text) ? quoted(text) : text;
}

/** The inverse of {@link shown}; undefined where it is none. */
function meant(text: string): string | undefined {
  if (!text.startsWith('"')) return text;
  try {
    return JSON.parse(text) as string;
  } catch {
    return undefined;
  }
}
