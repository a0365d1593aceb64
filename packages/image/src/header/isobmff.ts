/** Walks the boxes of an ISO base media file (ISO/IEC 14496-12, §4.2), of which AVIF and HEIC are made. */

export interface FileBox {
  /** Four letters. */
  readonly type: string;
  /** Bytes of the file at which it starts and ends; the end may lie behind the file's. */
  readonly start: number;
  readonly end: number;
  /** Where what it holds starts. */
  readonly content: number;
}

/** Far more than an image has; each costs the thread that admits requests some time. */
const MAX_BOXES = 16_384;
const MAX_BRANDS = 64;

/** The boxes between two bytes of the file, the first of them. Stops where there is none. */
export function* fileBoxes(bytes: Uint8Array, start: number, end: number): Generator<FileBox> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const last = Math.min(end, bytes.length);
  let at = start;
  for (let count = 0; count < MAX_BOXES && at + 8 <= last; count += 1) {
    let size = view.getUint32(at);
    let content = at + 8;
    if (size === 1) {
      if (at + 16 > last) return;
      size = view.getUint32(at + 8) * 2 ** 32 + view.getUint32(at + 12);
      content = at + 16;
    } else if (size === 0) {
      size = last - at; // "to the end of the file"
    }
    if (at + size < content) return;
    yield { type: fourLetters(bytes, at + 4), start: at, end: at + size, content };
    at += size;
  }
}

/** What a box holds; nothing where there is no box. */
export function contentOf(bytes: Uint8Array, box: FileBox | undefined): Uint8Array {
  return box === undefined ? new Uint8Array(0) : bytes.subarray(box.content, box.end);
}

export function fourLetters(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

/** The brands that an image file says it follows, the major one first; none when it is no such file. */
export function brandsOf(bytes: Uint8Array): string[] {
  const [box] = fileBoxes(bytes, 0, bytes.length);
  if (box?.type !== "ftyp") return [];
  const places = Math.floor((Math.min(box.end, bytes.length) - box.content) / 4);
  return Array.from({ length: Math.min(places, MAX_BRANDS) }, (_, index) =>
    fourLetters(bytes, box.content + 4 * index),
  ).filter((_, index) => index !== 1); // The second is the version.
}
