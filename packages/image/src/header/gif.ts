/**
 * Reads a GIF's header (GIF89a specification, §18 to §24) up to the end of its first image, the only one
 * that is decoded. That image must lie on the canvas.
 */
import type { ImageHeader } from "./image-header.ts";
import { unreadable } from "./unreadable.ts";

const SCREEN_END = 13; // signature and logical screen descriptor
const DESCRIPTOR_BYTES = 10;
const IMAGE = 0x2c;
const EXTENSION = 0x21;
const TRAILER = 0x3b;
const TABLE_FLAG = 0x80;
const INTERLACE_FLAG = 0x40;

export function readGifHeader(bytes: Uint8Array): ImageHeader {
  if (bytes.length < SCREEN_END)
    throw unreadable("GIF", "truncated", `it ends at byte ${bytes.length}, before its size`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const width = view.getUint16(6, true);
  const height = view.getUint16(8, true);
  if (width === 0 || height === 0)
    throw unreadable("GIF", "corrupt", `its size is ${width}x${height}`);

  const image = findFirstImage(bytes, SCREEN_END + colourTableBytes(view.getUint8(10)));
  if (image + DESCRIPTOR_BYTES > bytes.length)
    throw unreadable("GIF", "truncated", `it ends at byte ${bytes.length}, before its first image`);
  const right = view.getUint16(image + 1, true) + view.getUint16(image + 5, true);
  const bottom = view.getUint16(image + 3, true) + view.getUint16(image + 7, true);
  if (right > width || bottom > height) {
    throw unreadable(
      "GIF",
      "corrupt",
      `its first image reaches to ${right}x${bottom} on a canvas of ${width}x${height}`,
    );
  }
  const flags = view.getUint8(image + 9);
  const data = image + DESCRIPTOR_BYTES + colourTableBytes(flags) + 1; // 1: the LZW code size
  return {
    format: "gif",
    width,
    height,
    channels: 3,
    bitDepth: 8,
    orientation: 1,
    progressive: (flags & INTERLACE_FLAG) !== 0,
    scans: 1,
    complete: skipSubBlocks(bytes, data) <= bytes.length,
  };
}

/** Where the first image descriptor starts; past the end when the file ends before it. */
function findFirstImage(bytes: Uint8Array, start: number): number {
  let at = start;
  while (at < bytes.length) {
    const block = bytes[at];
    if (block === IMAGE) return at;
    if (block === TRAILER) throw unreadable("GIF", "corrupt", "it has no image");
    if (block !== EXTENSION) throw unreadable("GIF", "corrupt", `expected a block at byte ${at}`);
    at = skipSubBlocks(bytes, at + 2);
  }
  return at;
}

/** The byte after the empty block that ends a row of sub-blocks; past the end when it is missing. */
function skipSubBlocks(bytes: Uint8Array, start: number): number {
  let at = start;
  while (at < bytes.length) {
    const length = bytes[at]!;
    at += 1 + length;
    if (length === 0) return at;
  }
  return bytes.length + 1;
}

function colourTableBytes(flags: number): number {
  return (flags & TABLE_FLAG) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1);
}
