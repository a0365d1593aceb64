/// <reference lib="dom" />
/**
 * FlatBuffers tables and vectors, read by field id from bytes that nobody vouches for: every access is
 * inside them or throws. The `flatbuffers` package reads past the end silently.
 */
import { TfliteError } from "./tflite-error.ts";

/** A table inside a FlatBuffer. */
export class FlatTable {
  readonly #view: DataView<ArrayBufferLike>;
  readonly #offset: number;
  /** Offset of the vtable: its own size, the table's size, then each field's offset in the table by id. */
  readonly #vtable: number;

  constructor(view: DataView<ArrayBufferLike>, offset: number) {
    this.#view = view;
    this.#offset = offset;
    this.#vtable = offset - read(view, offset, "getInt32");
  }

  /** The root table of a FlatBuffer. */
  static root(bytes: Uint8Array): FlatTable {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return new FlatTable(view, read(view, 0, "getUint32"));
  }

  int8(id: number, defaultValue = 0): number {
    return this.#scalar(id, "getInt8") ?? defaultValue;
  }

  uint8(id: number, defaultValue = 0): number {
    return this.#scalar(id, "getUint8") ?? defaultValue;
  }

  int32(id: number, defaultValue = 0): number {
    return this.#scalar(id, "getInt32") ?? defaultValue;
  }

  uint32(id: number, defaultValue = 0): number {
    return this.#scalar(id, "getUint32") ?? defaultValue;
  }

  float32(id: number, defaultValue = 0): number {
    return this.#scalar(id, "getFloat32") ?? defaultValue;
  }

  table(id: number): FlatTable | undefined {
    const offset = this.#target(id);
    return offset === undefined ? undefined : new FlatTable(this.#view, offset);
  }

  /** Empty when there are none. */
  tables(id: number): FlatTable[] {
    return this.#elements(id, 4, (offset) => new FlatTable(this.#view, this.#follow(offset)));
  }

  int32s(id: number): number[] {
    return this.#elements(id, 4, (offset) => read(this.#view, offset, "getInt32"));
  }

  float32s(id: number): number[] {
    return this.#elements(id, 4, (offset) => read(this.#view, offset, "getFloat32"));
  }

  /** @throws {TfliteError} for a number that JavaScript cannot hold exactly */
  int64s(id: number): number[] {
    return this.#elements(id, 8, (offset) => {
      const low = read(this.#view, offset, "getUint32");
      const value = read(this.#view, offset + 4, "getInt32") * 2 ** 32 + low;
      if (Number.isSafeInteger(value)) return value;
      throw new TfliteError(`integer ${value} is out of range, wanted −2^53 to 2^53`);
    });
  }

  /** A view, not a copy; empty when there are none. */
  bytes(id: number): Uint8Array {
    const vector = this.#vector(id, 1);
    const { buffer, byteOffset } = this.#view;
    return new Uint8Array(buffer, byteOffset + vector.from, vector.length);
  }

  string(id: number): string {
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(this.bytes(id));
    } catch (cause) {
      if (cause instanceof TfliteError) throw cause;
      throw new TfliteError("a string is not valid UTF-8", { cause });
    }
  }

  #elements<T>(id: number, size: number, readAt: (offset: number) => T): T[] {
    const { from, length } = this.#vector(id, size);
    return Array.from({ length }, (_, index) => readAt(from + index * size));
  }

  #vector(id: number, size: number): { readonly from: number; readonly length: number } {
    const offset = this.#target(id);
    if (offset === undefined) return { from: 0, length: 0 };
    const length = read(this.#view, offset, "getUint32");
    if (offset + 4 + length * size > this.#view.byteLength) {
      throw new TfliteError(
        `the file is cut off or corrupt: a list of ${length} reaches past its end`,
      );
    }
    return { from: offset + 4, length };
  }

  #target(id: number): number | undefined {
    const offset = this.#field(id);
    return offset === undefined ? undefined : this.#follow(offset);
  }

  #follow(offset: number): number {
    return offset + read(this.#view, offset, "getUint32");
  }

  #scalar(id: number, getter: Getter): number | undefined {
    const offset = this.#field(id);
    return offset === undefined ? undefined : read(this.#view, offset, getter);
  }

  /** Offset of a field, if the table has it. */
  #field(id: number): number | undefined {
    const entry = 4 + 2 * id;
    if (entry + 2 > read(this.#view, this.#vtable, "getUint16")) return undefined;
    const distance = read(this.#view, this.#vtable + entry, "getUint16");
    return distance === 0 ? undefined : this.#offset + distance;
  }
}

type Getter = "getInt8" | "getUint8" | "getInt32" | "getUint32" | "getUint16" | "getFloat32";

function read(view: DataView<ArrayBufferLike>, offset: number, getter: Getter): number {
  try {
    return view[getter](offset, true);
  } catch (cause) {
    throw new TfliteError(`the file is cut off or corrupt: byte ${offset} is outside it`, {
      cause,
    });
  }
}
