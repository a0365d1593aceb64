/** Walks the chunks of a PNG (W3C PNG, third edition, §5) up to IEND or to where it is cut off. */

export const PNG_SIGNATURE_BYTES = 8;
export const IHDR = 0x49484452;
export const PLTE = 0x504c5445;
export const TRNS = 0x74524e53; // "tRNS"
export const IDAT = 0x49444154;
export const IEND = 0x49454e44;
export const EXIF = 0x65584966; // "eXIf"
const OVERHEAD = 12; // length, type and checksum

/**
 * Calls `visit` for every whole chunk, IEND the last one if it is there. No object is made of a chunk: a file may
 * have two million of them.
 *
 * @param visit gets four letters as a number, and the bytes at which the chunk starts, with its length, and ends
 */
export function visitPngChunks(
  bytes: Uint8Array,
  visit: (type: number, start: number, end: number) => void,
): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = PNG_SIGNATURE_BYTES;
  while (at + OVERHEAD <= bytes.length) {
    const type = view.getUint32(at + 4);
    const end = at + OVERHEAD + view.getUint32(at);
    if (end > bytes.length) return;
    visit(type, at, end);
    if (type === IEND) return;
    at = end;
  }
}

/** What a chunk holds. */
export function pngChunkData(bytes: Uint8Array, start: number, end: number): Uint8Array {
  return bytes.subarray(start + 8, end - 4);
}
