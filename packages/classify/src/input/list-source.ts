/** The images that a text file names, one a line. */
import { dirname, resolve } from "node:path";
import { createInterface } from "node:readline";
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

/** The folder of a list that is a file. */
export function listFolder(file: string): string {
  return dirname(file);
}

export function listSource({ name, base, open, bucket }: ListPlace): Source {
  return { name, images };

  async function* images(): AsyncGenerator<SourceImage> {
    const lines = createInterface({ input: await open(), crlfDelay: Infinity });
    for await (const line of lines) {
      const path = line.replace(/^\ufeff/, "").trim();
      if (path !== "") yield { path, content: contentOf(path) };
    }
  }

  function contentOf(path: string): SourceImage["content"] {
    if (isBucketAddress(path)) return { read: () => bucket.image(path) };
    if (isBucketAddress(base)) return { read: () => bucket.image(base + path) };
    return { file: resolve(base, path) };
  }
}
