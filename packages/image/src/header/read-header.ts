/**
 * Reads what an image claims to be from the bytes alone: no codec runs, no memory is taken.
 * The format is told by the magic bytes, never by a name or a content type.
 * It does not know any limits: a bomb has a perfectly readable header.
 */
import { ImageError } from "../image-error.ts";
import { readGifHeader } from "./gif.ts";
import type { ImageHeader } from "./image-header.ts";
import { readJpegHeader } from "./jpeg.ts";
import { readPngHeader } from "./png.ts";

const JPEG_MAGIC = [0xff, 0xd8, 0xff];
const PNG_MAGIC = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const GIF_MAGIC = [0x47, 0x49, 0x46, 0x38]; // "GIF8", of GIF87a and GIF89a

/**
 * The header of a JPEG, PNG or GIF. An image that ends early still has one (`complete: false`), as long
 * as its size can be read.
 *
 * @throws {ImageError} `empty`, `unsupported`, `truncated` or `corrupt`
 */
export function readHeader(bytes: Uint8Array): ImageHeader {
  if (bytes.length === 0) throw new ImageError("empty", "Cannot read an image from 0 bytes");
  if (startsWith(bytes, JPEG_MAGIC)) return readJpegHeader(bytes);
  if (startsWith(bytes, PNG_MAGIC)) return readPngHeader(bytes);
  if (startsWith(bytes, GIF_MAGIC)) return readGifHeader(bytes);
  throw new ImageError(
    "unsupported",
    `Cannot read an image that begins with the bytes ${hexOfStart(bytes)}: expected a JPEG, PNG or GIF`,
  );
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((value, index) => bytes[index] === value);
}

function hexOfStart(bytes: Uint8Array): string {
  return Array.from(bytes.subarray(0, 8), (value) => value.toString(16).padStart(2, "0")).join(" ");
}
