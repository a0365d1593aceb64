/**
 * Everything that is wrong with a dataset, reported at once: a list of defects, each with its path and its cure.
 */
import type { ImageErrorCode } from "@inception-edge/image";
import { quoted } from "./text.ts";

/** Kinds of defects: in the layout, the classes, the files, and the content of an image. */
export type DefectCode =
  | "missing"
  | "unreadable"
  | "wrong-encoding"
  | "not-a-folder"
  | "not-a-file"
  | "malformed-line"
  | "missing-class"
  | "extra-class"
  | "missing-name"
  | "unknown-class"
  | "empty-class"
  | "wrong-count"
  | "too-few"
  | "missing-image"
  | "listed-twice"
  | "changed"
  | ImageErrorCode;

/** One problem, where it is, and how to fix it. */
export interface Defect {
  readonly code: DefectCode;
  /** Relative to the dataset's root, with "/" separators; ends with ":line" for a line of a text file. */
  readonly path: string;
  /** A clause whose subject is the path: "is missing". */
  readonly message: string;
  /** An imperative: "unpack the archive again". */
  readonly cure: string;
}

/** Thrown when a folder cannot be used as a dataset; `defects` lists every reason, not just the first. */
export class DatasetError extends Error {
  override readonly name = "DatasetError";
  readonly defects: readonly Defect[];

  constructor(root: string, defects: readonly Defect[]) {
    super(describe(root, defects));
    this.defects = defects;
  }
}

/** Defects listed in the message; the others are in `defects` only. */
const SHOWN = 20;

const LIST_ALL = "`pnpm --filter eda start --dataset DIR` lists all of them in its report.json";

function describe(root: string, defects: readonly Defect[]): string {
  const count = defects.length === 1 ? "1 defect" : `${defects.length} defects`;
  const lines = defects
    .slice(0, SHOWN)
    .map(({ path, message, cure }) => `\n  ${quoted(path)} ${message}; ${cure}`);
  const more = defects.length - SHOWN;
  const rest = more > 0 ? `\n  … and ${more} more; ${LIST_ALL}` : "";
  return `Cannot use the dataset ${quoted(root)}: ${count}${lines.join("")}${rest}`;
}
