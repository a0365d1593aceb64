/**
 * Reads a PNG's header (W3C PNG, third edition, §5 and §11) and walks its chunks to see whether the file
 * reaches to IEND. Checksums and the compressed data are the codec's to check.
 */
import { exifOrientation } from "./exif.ts";
import type { ImageHeader, Orientation } from "./image-header.ts";
import {
  EXIF,
  IEND,
  IHDR,
  PNG_SIGNATURE_BYTES,
  pngChunkData,
  visitPngChunks,
} from "./png-chunks.ts";
import { unreadable } from "./unreadable.ts";

const HEADER_CHUNK_BYTES = 25; // IHDR: length, type, 13 bytes, checksum

/** Samples a pixel and allowed bit depths, by colour type: §11.2.1, table 11.1. */
export const COLOUR_TYPES: Readonly<
  Record<number, { channels: 1 | 2 | 3 | 4; bitDepths: readonly number[] }>
> = {
  0: { channels: 1, bitDepths: [1, 2, 4, 8, 16] },
  2: { channels: 3, bitDepths: [8, 16] },
  3: { channels: 3, bitDepths: [1, 2, 4, 8] }, // a palette
  4: { channels: 2, bitDepths: [8, 16] },
  6: { channels: 4, bitDepths: [8, 16] },
};

export function readPngHeader(bytes: Uint8Array): ImageHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < PNG_SIGNATURE_BYTES + HEADER_CHUNK_BYTES) {
    throw unreadable("PNG", "truncated", `it ends at byte ${bytes.length}, before its size`);
  }
  if (view.getUint32(8) !== 13 || view.getUint32(12) !== IHDR)
    throw unreadable("PNG", "corrupt", "it does not begin with IHDR");
  const width = view.getUint32(16);
  const height = view.getUint32(20);
  const bitDepth = view.getUint8(24);
  const colourType = view.getUint8(25);
  const interlace = view.getUint8(28);
  const channels = COLOUR_TYPES[colourType]?.channels;
  if (width === 0 || height === 0)
    throw unreadable("PNG", "corrupt", `its size is ${width}x${height}`);
  if (channels === undefined || !COLOUR_TYPES[colourType]?.bitDepths.includes(bitDepth)) {
    throw unreadable(
      "PNG",
      "corrupt",
      `colour type ${colourType} with ${bitDepth} bits does not exist`,
    );
  }
  return {
    format: "png",
    width,
    height,
    channels,
    bitDepth,
    progressive: interlace === 1,
    scans: 1,
    ...readChunks(bytes),
  };
}

function readChunks(bytes: Uint8Array): { orientation: Orientation; complete: boolean } {
  let orientation: Orientation = 1;
  let complete = false;
  visitPngChunks(bytes, (type, start, end) => {
    if (type === EXIF) orientation = exifOrientation(pngChunkData(bytes, start, end));
    else if (type === IEND) complete = true;
  });
  return { orientation, complete };
}
