/** The images of a tar, plain or compressed by gzip or Zstandard, in its order: read from front to back, never unpacked. */
import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { extract } from "tar-stream";
import {
  MAX_IMAGE_BYTES,
  type Content,
  type Listing,
  type Source,
  type SourceImage,
} from "./image-input.ts";
import { isHiddenPath, isImageName } from "./image-name.ts";
import { InputError } from "./input-error.ts";
import { tooLarge } from "./unanswerable.ts";

/** How a tar is compressed. */
export type TarCompression = "none" | "gzip" | "zstd";

/** @param open the file or the object, from its beginning */
export function tarSource(
  name: string,
  compression: TarCompression,
  open: () => Promise<Readable>,
): Source {
  return { name, images: (listing) => entries(listing) };

  async function* entries(listing: Listing): AsyncGenerator<SourceImage> {
    const tar = extract();
    const bytes = await open();
    let end: Uint8Array = NOTHING;
    async function* watched(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
      for await (const chunk of chunks) {
        end = (chunk.length < BLOCK ? Buffer.concat([end, chunk]) : chunk).subarray(-BLOCK);
        yield chunk;
      }
    }
    const reading = {
      none: () => pipeline(bytes, watched, tar),
      gzip: () => pipeline(bytes, createGunzip(), watched, tar),
      zstd: () => pipeline(bytes, createZstdDecompress(), watched, tar),
    }[compression]();
    reading.catch(() => {}); // Awaited below; an error in the loop ends it first.
    try {
      for await (const entry of tar) {
        const inner = entry.header.name.replace(/^(?:\.?\/)+/, "");
        const path = `${name}/${inner}`;
        if (entry.header.type !== "file" || isHiddenPath(inner)) entry.resume();
        else if (!isImageName(inner)) {
          listing.onPassedOver(path);
          entry.resume();
        } else if (listing.wants(path))
          yield { path, content: await contentOf(entry, entry.header.size) };
        else {
          entry.resume();
          yield { path, content: { bytes: NOTHING } };
        }
      }
      await reading;
      if (end.some((byte) => byte !== 0)) {
        listing.onDoubt(`${name} has no end mark, as if it was cut off; see that it is whole`);
      }
    } catch (cause) {
      const reason = (cause as Error).message;
      throw new InputError(`Cannot read "${name}": ${reason}; is the tar whole?`, { cause });
    } finally {
      bytes.destroy();
    }
  }
}

const NOTHING = new Uint8Array();

/** A tar is in blocks, and ends with two of zeros. Cut off between two files it has none, and looks whole in all else. */
const BLOCK = 512;

async function contentOf(entry: AsyncIterable<unknown>, size = 0): Promise<Content> {
  if (size <= MAX_IMAGE_BYTES) return { bytes: await buffer(entry as AsyncIterable<Uint8Array>) };
  const hash = createHash("sha256");
  for await (const chunk of entry) hash.update(chunk as Uint8Array);
  return tooLarge(size, hash.digest("hex"));
}
