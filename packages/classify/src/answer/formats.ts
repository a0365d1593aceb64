/** The forms in which answers are written and read back. */
import type { Chunks, Store } from "../output/store.ts";
import type { Answer } from "./answer.ts";
import { readNdjson, writeNdjson } from "./ndjson.ts";
import { readParquet, writeParquet } from "./parquet.ts";

/** Writes and reads answers. */
export interface AnswerFormat {
  /** The file's bytes, made as they are asked for. */
  readonly write: (answers: AsyncIterable<Answer>) => Chunks;
  /** @throws {Error} if the file is damaged */
  readonly read: (store: Store, file: string) => AsyncIterable<Answer>;
}

export const formatNames = ["ndjson", "parquet"] as const;
/** One of `formatNames`, which is also the file's extension. */
export type FormatName = (typeof formatNames)[number];

export const formats: Readonly<Record<FormatName, AnswerFormat>> = {
  ndjson: { write: writeNdjson, read: readNdjson },
  parquet: { write: writeParquet, read: readParquet },
};
