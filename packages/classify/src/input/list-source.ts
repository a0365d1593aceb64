/** The images that a text file names, one a line. */
import { dirname, resolve } from "node:path";
import type { Readable } from "node:stream";
import { isBucketAddress } from "../bucket/address.ts";
import type { BucketReader } from "../bucket/read-bucket.ts";
import type { Source, SourceImage } from "./image-input.ts";

/** A list, and how what it names is read. */
export interface ListPlace {
  readonly name: string;
  /** What a relative path is relative to: the list's own folder, or its `s3://…/`. */
  readonly base: string;
  readonly open: () => Promise<Readable>;
  readonly bucket: BucketReader;
}

function pathsOf(lines: readonly string[]): string[] {
  return lines.map((line) => line.trim()).filter((path) => path !== "");
}

/** The folder of a list that is a file. */
export function listFolder(file: string): string {
  return dirname(file);
}

export function listSource({ name, base, open, bucket }: ListPlace): Source {
  return { name, images };

  async function* images(): AsyncGenerator<SourceImage> {
    const decoder = new TextDecoder(); // which takes a byte order mark away
    let rest = "";
    for await (const chunk of await open()) {
      const lines = (rest + decoder.decode(chunk as Uint8Array, { stream: true })).split(/[\r\n]/);
      rest = lines.pop()!;
      for (const path of pathsOf(lines)) yield { path, content: contentOf(path) };
    }
    for (const path of pathsOf([rest])) yield { path, content: contentOf(path) };
  }

  function contentOf(path: string): SourceImage["content"] {
    if (isBucketAddress(path)) return { read: () => bucket.image(path) };
    if (isBucketAddress(base)) return { read: () => bucket.image(base + path) };
    return { file: resolve(base, path) };
  }
}
