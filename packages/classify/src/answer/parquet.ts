/**
 * Answers as Parquet: a column a field, predictions as a list of structures. Its row groups are of equal size wherever the
 * answers come from, so that the bytes depend on the answers alone.
 */
import { parquetMetadataAsync, parquetReadObjects, type SchemaElement } from "hyparquet";
import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import type { Chunks, Store } from "../output/store.ts";
import type { Answer, Prediction } from "./answer.ts";

const ROW_GROUP = 10_000;

/** https://github.com/apache/parquet-format/blob/master/LogicalTypes.md: a list has three levels. */
const SCHEMA: SchemaElement[] = [
  { name: "root", num_children: 8 },
  { name: "index", type: "INT64", repetition_type: "REQUIRED" },
  text("path", "REQUIRED"),
  text("sha256", "OPTIONAL"),
  { name: "predictions", converted_type: "LIST", num_children: 1, repetition_type: "OPTIONAL" },
  { name: "list", num_children: 1, repetition_type: "REPEATED" },
  { name: "element", num_children: 3, repetition_type: "REQUIRED" },
  text("id", "REQUIRED"),
  text("label", "REQUIRED"),
  { name: "score", type: "DOUBLE", repetition_type: "REQUIRED" },
  { name: "out_of_distribution", type: "BOOLEAN", repetition_type: "OPTIONAL" },
  { name: "ood_score", type: "DOUBLE", repetition_type: "OPTIONAL" },
  text("error_code", "OPTIONAL"),
  text("error_message", "OPTIONAL"),
];

function text(name: string, repetition_type: "REQUIRED" | "OPTIONAL"): SchemaElement {
  return { name, type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type };
}

/** A row as the columns hold it. */
interface Row {
  readonly index: bigint;
  readonly path: string;
  readonly sha256: string | null;
  readonly predictions: readonly Prediction[] | null;
  readonly out_of_distribution: boolean | null;
  readonly ood_score: number | null;
  readonly error_code: string | null;
  readonly error_message: string | null;
}

const COLUMNS: readonly (keyof Row)[] = [
  "index",
  "path",
  "sha256",
  "predictions",
  "out_of_distribution",
  "ood_score",
  "error_code",
  "error_message",
];

export async function* writeParquet(answers: AsyncIterable<Answer>): Chunks {
  const writer = new ByteWriter();
  const parquet = new ParquetWriter({ writer, schema: SCHEMA, createdBy: "inception-edge" });
  let group: Row[] = [];
  for await (const answer of answers) {
    group.push(rowOf(answer));
    if (group.length < ROW_GROUP) continue;
    yield* writeGroup();
  }
  if (group.length > 0) yield* writeGroup();
  parquet.finish();
  yield written();

  function* writeGroup(): Generator<Uint8Array> {
    const columnData = COLUMNS.map((name) => ({ name, data: group.map((row) => row[name]) }));
    void parquet.write({ columnData, rowGroupSize: group.length }); // a writer in memory is done at once
    group = [];
    yield written();
  }

  function written(): Uint8Array {
    const bytes = writer.getBytes().slice();
    writer.index = 0; // Its offset goes on counting.
    return bytes;
  }
}

export async function* readParquet(store: Store, name: string): AsyncGenerator<Answer> {
  const byteLength = (await store.size(name)) ?? 0;
  const file = {
    byteLength,
    slice: (start: number, end = byteLength) => store.readRange(name, start, end),
  };
  const metadata = await parquetMetadataAsync(file);
  let rowStart = 0;
  for (const { num_rows } of metadata.row_groups) {
    const rowEnd = rowStart + Number(num_rows);
    const rows = await parquetReadObjects({ file, metadata, rowStart, rowEnd });
    for (const row of rows) yield answerOf(row as unknown as Row);
    rowStart = rowEnd;
  }
}

function rowOf(answer: Answer): Row {
  const { index, path, sha256, predictions, outOfDistribution, oodScore, error } = answer;
  return {
    index: BigInt(index),
    path,
    sha256,
    predictions: predictions ?? null,
    out_of_distribution: outOfDistribution ?? null,
    ood_score: oodScore ?? null,
    error_code: error?.code ?? null,
    error_message: error?.message ?? null,
  };
}

function answerOf(row: Row): Answer {
  const { index, path, predictions, out_of_distribution, ood_score, error_code } = row;
  const shared = { index: Number(index), path, sha256: row.sha256 ?? null };
  if (error_code) {
    return { ...shared, error: { code: error_code, message: row.error_message ?? "" } };
  }
  const isTold = typeof out_of_distribution === "boolean" && typeof ood_score === "number";
  const strangeness = isTold && { outOfDistribution: out_of_distribution, oodScore: ood_score };
  return { ...shared, predictions: predictions ?? [], ...strangeness };
}
