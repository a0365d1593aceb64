/** FlatBuffers tables and vectors, written by field id: what generated code would do, for a schema that is data. */
import type { Builder } from "flatbuffers";

/** Where something was written, from the end of the buffer. 0 is nothing, and its field is left out. */
export type Offset = number;

/** Values by field id. One that equals its default is left out. */
export interface TableFields {
  readonly int8?: readonly Field[];
  readonly int32?: readonly Field[];
  readonly float32?: readonly Field[];
  readonly offsets?: readonly (readonly [id: number, offset: Offset])[];
}

/** The default is 0 unless another is given. */
export type Field = readonly [id: number, value: number, defaultValue?: number];

/** Writes a table; vectors, strings and tables that it refers to are written before. */
export function writeTable(builder: Builder, fields: TableFields): Offset {
  const { int8 = [], int32 = [], float32 = [], offsets = [] } = fields;
  const ids = [...int8, ...int32, ...float32, ...offsets].map(([id]) => id);
  builder.startObject(Math.max(-1, ...ids) + 1);
  for (const [id, offset] of offsets) builder.addFieldOffset(id, offset, 0);
  for (const [id, value, defaultValue = 0] of int32) builder.addFieldInt32(id, value, defaultValue);
  for (const [id, value, defaultValue = 0] of float32)
    builder.addFieldFloat32(id, value, defaultValue);
  for (const [id, value, defaultValue = 0] of int8) builder.addFieldInt8(id, value, defaultValue);
  return builder.endObject();
}

/** A vector of tables or strings. */
export function writeOffsets(builder: Builder, offsets: readonly Offset[]): Offset {
  builder.startVector(4, offsets.length, 4);
  for (const offset of offsets.toReversed()) builder.addOffset(offset);
  return builder.endVector();
}

export function writeInt32s(builder: Builder, values: readonly number[]): Offset {
  builder.startVector(4, values.length, 4);
  for (const value of values.toReversed()) builder.addInt32(value);
  return builder.endVector();
}

export function writeInt64s(builder: Builder, values: readonly number[]): Offset {
  builder.startVector(8, values.length, 8);
  for (const value of values.toReversed()) builder.addInt64(BigInt(value));
  return builder.endVector();
}

export function writeFloat32s(builder: Builder, values: readonly number[]): Offset {
  builder.startVector(4, values.length, 4);
  for (const value of values.toReversed()) builder.addFloat32(value);
  return builder.endVector();
}

/** Bytes that begin at a multiple of 16, as the schema requires with `force_align: 16`. */
export function writeBytes(builder: Builder, bytes: Uint8Array): Offset {
  builder.prep(16, bytes.length); // createByteVector() copies at once, but aligns by 1
  return builder.createByteVector(bytes);
}
