/**
 * FlatBuffers' tables and vectors, read by field id from bytes that may be anyone's: every access is
 * inside the bytes or throws. The `flatbuffers` package reads past the end without a word.
 */
import { TfliteError } from "./tflite-error.ts";

/** A table inside a FlatBuffer. */
export class FlatTable {
  readonly #view: DataView<ArrayBufferLike>;
  readonly #at: number;
  /** Place of the vtable: its own size, the table's size, then a field's place in the table by id. */
  readonly #vtable: number;

  constructor(view: DataView<ArrayBufferLike>, at: number) {
    this.#view = view;
    this.#at = at;
    this.#vtable = at - read(view, at, "getInt32");
  }

  /** The table that the FlatBuffer begins with. */
  static root(bytes: Uint8Array): FlatTable {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return new FlatTable(view, read(view, 0, "getUint32"));
  }

  int8(id: number, usual = 0): number {
    return this.#scalar(id, "getInt8") ?? usual;
  }

  uint8(id: number, usual = 0): number {
    return this.#scalar(id, "getUint8") ?? usual;
  }

  int32(id: number, usual = 0): number {
    return this.#scalar(id, "getInt32") ?? usual;
  }

  uint32(id: number, usual = 0): number {
    return this.#scalar(id, "getUint32") ?? usual;
  }

  float32(id: number, usual = 0): number {
    return this.#scalar(id, "getFloat32") ?? usual;
  }

  table(id: number): FlatTable | undefined {
    const at = this.#target(id);
    return at === undefined ? undefined : new FlatTable(this.#view, at);
  }

  /** Empty where there is none. */
  tables(id: number): FlatTable[] {
    return this.#elements(id, 4, (at) => new FlatTable(this.#view, this.#follow(at)));
  }

  int32s(id: number): number[] {
    return this.#elements(id, 4, (at) => read(this.#view, at, "getInt32"));
  }

  float32s(id: number): number[] {
    return this.#elements(id, 4, (at) => read(this.#view, at, "getFloat32"));
  }

  /** @throws {TfliteError} for one that no JavaScript number holds exactly */
  int64s(id: number): number[] {
    return this.#elements(id, 8, (at) => {
      const low = read(this.#view, at, "getUint32");
      const value = read(this.#view, at + 4, "getInt32") * 2 ** 32 + low;
      if (!Number.isSafeInteger(value)) throw new TfliteError(`integer ${value} is out of range`);
      return value;
    });
  }

  /** A view, not a copy; empty where there is none. */
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
      throw new TfliteError("a name is not UTF-8", { cause });
    }
  }

  #elements<T>(id: number, size: number, readAt: (at: number) => T): T[] {
    const { from, length } = this.#vector(id, size);
    return Array.from({ length }, (_, place) => readAt(from + place * size));
  }

  #vector(id: number, size: number): { readonly from: number; readonly length: number } {
    const at = this.#target(id);
    if (at === undefined) return { from: 0, length: 0 };
    const length = read(this.#view, at, "getUint32");
    if (at + 4 + length * size > this.#view.byteLength) {
      throw new TfliteError(`it is cut off, or corrupt: a list of ${length} reaches past its end`);
    }
    return { from: at + 4, length };
  }

  #target(id: number): number | undefined {
    const at = this.#field(id);
    return at === undefined ? undefined : this.#follow(at);
  }

  #follow(at: number): number {
    return at + read(this.#view, at, "getUint32");
  }

  #scalar(id: number, getter: Getter): number | undefined {
    const at = this.#field(id);
    return at === undefined ? undefined : read(this.#view, at, getter);
  }

  /** Place of a field, if the table has it. */
  #field(id: number): number | undefined {
    const entry = 4 + 2 * id;
    if (entry + 2 > read(this.#view, this.#vtable, "getUint16")) return undefined;
    const distance = read(this.#view, this.#vtable + entry, "getUint16");
    return distance === 0 ? undefined : this.#at + distance;
  }
}

type Getter = "getInt8" | "getUint8" | "getInt32" | "getUint32" | "getUint16" | "getFloat32";

function read(view: DataView<ArrayBufferLike>, at: number, getter: Getter): number {
  try {
    return view[getter](at, true);
  } catch (cause) {
    throw new TfliteError(`it is cut off, or corrupt: place ${at} is outside it`, { cause });
  }
}
