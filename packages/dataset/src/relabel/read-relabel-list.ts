/** Reads a `relabel.csv` that somebody has edited, in whatever encoding their spreadsheet writes. */
import { readFile } from "node:fs/promises";
import { decodeText } from "../text.ts";
import { RelabelError } from "./relabel-error.ts";
import { parseRelabelList, type RelabelEntry } from "./relabel-list.ts";

/** @throws {RelabelError} naming the file and the reason */
export async function readRelabelList(path: string): Promise<RelabelEntry[]> {
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    const reason = cause.code === "ENOENT" ? "there is no such file" : cause.message;
    throw new RelabelError(
      `Cannot read the relabel list "${path}": ${reason}; make one with \`pnpm --filter eda start audit --run RUN\``,
      { cause },
    );
  });
  try {
    return parseRelabelList(decodeText(bytes));
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new RelabelError(`Cannot use the relabel list "${path}": it ${cause.message}`, { cause });
  }
}
