/** Which files are tables of images and labels. */
import { extname } from "node:path";

/** Tables that are looked for in a folder; Hugging Face's image folders call theirs metadata. */
export const TABLE_NAMES = [
  "labels.csv",
  "labels.tsv",
  "labels.jsonl",
  "metadata.csv",
  "metadata.jsonl",
] as const;

/** Extensions of the tables that can be read. */
const TABLE_EXTENSIONS = [".csv", ".tsv", ".jsonl", ".ndjson"] as const;

/** Whether the path is one of a table. */
export function isTablePath(path: string): boolean {
  return (TABLE_EXTENSIONS as readonly string[]).includes(extname(path).toLowerCase());
}
