/** Where answers are kept: a folder or a bucket. Files appear whole or not at all, under the names that they keep. */
import { createHash } from "node:crypto";
import { buffer } from "node:stream/consumers";

/** The bytes of a file in order, at any granularity. */
export type Chunks = AsyncGenerator<Uint8Array>;

export interface Store {
  /** As the user wrote it. */
  readonly name: string;
  /** @throws {Error} if there is no such file */
  read(file: string): AsyncIterable<Uint8Array>;
  /** A piece of a file, for formats whose parts lie where others say. */
  readRange(file: string, start: number, end: number): Promise<ArrayBuffer>;
  /** Bytes of a file; undefined if there is none. */
  size(file: string): Promise<number | undefined>;
  /** The files directly in a folder, by name, without the folder. */
  list(folder: string): Promise<readonly string[]>;
  /** Publishes a file: nobody sees it before its last byte is safe. */
  write(file: string, chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void>;
  /** Removes a folder and its files. */
  remove(folder: string): Promise<void>;
  /** Does `work` while no other process does the same under this name, where that can be known. */
  alone<T>(name: string, work: () => Promise<T>, onWait: (holder: string) => void): Promise<T>;
}

/** JSON of a small file; undefined if there is none. */
export async function readJsonFile(store: Store, file: string): Promise<unknown> {
  if ((await store.size(file)) === undefined) return undefined;
  return JSON.parse((await buffer(store.read(file))).toString("utf8"));
}

/** Indented, since people read it too. */
export function writeJsonFile(store: Store, file: string, value: unknown): Promise<void> {
  return store.write(file, [Buffer.from(`${JSON.stringify(value, undefined, 2)}\n`)]);
}

/** What a file is known by. */
export interface FileDigest {
  readonly bytes: number;
  /** 64 lower-case hexadecimal digits. */
  readonly sha256: string;
}

/** Passes bytes on and measures them. @returns the digest, once all have passed */
export function measured(chunks: AsyncIterable<Uint8Array>): [Chunks, () => FileDigest] {
  const hash = createHash("sha256");
  let bytes = 0;
  async function* pass(): Chunks {
    for await (const chunk of chunks) {
      hash.update(chunk);
      bytes += chunk.length;
      yield chunk;
    }
  }
  return [pass(), () => ({ bytes, sha256: hash.digest("hex") })];
}
