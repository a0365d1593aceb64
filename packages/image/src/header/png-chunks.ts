/** Walks the chunks of a PNG (W3C PNG, third edition, §5) up to IEND or to where it is cut off. */

export interface PngChunk {
  /** Four letters as a number. */
  readonly type: number;
  readonly data: Uint8Array;
  /** All of it: length, type, data and checksum. */
  readonly whole: Uint8Array;
}

export const PNG_SIGNATURE_BYTES = 8;
export const IHDR = 0x49484452;
export const PLTE = 0x504c5445;
export const TRNS = 0x74524e53; // "tRNS"
export const IDAT = 0x49444154;
export const IEND = 0x49454e44;
export const EXIF = 0x65584966; // "eXIf"
const OVERHEAD = 12; // length, type and checksum

/** Every whole chunk; IEND as the last one if it is there. */
export function* pngChunks(bytes: Uint8Array): Generator<PngChunk> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = PNG_SIGNATURE_BYTES;
  while (at + OVERHEAD <= bytes.length) {
    const length = view.getUint32(at);
    const type = view.getUint32(at + 4);
    const end = at + OVERHEAD + length;
    if (end > bytes.length) return;
    yield { type, data: bytes.subarray(at + 8, at + 8 + length), whole: bytes.subarray(at, end) };
    if (type === IEND) return;
    at = end;
  }
}
