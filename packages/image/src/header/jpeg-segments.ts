/**
 * Walks the markers of a JPEG (ITU-T T.81, annex B) to its end or to where it is cut off, and takes what libjpeg
 * takes (jdmarker.c): bytes between segments and coded data are passed over alike, a length below 2 counts as 2.
 */

export interface JpegSegment {
  readonly marker: number;
  /** The byte at which its marker starts. */
  readonly at: number;
  /** What follows the length; nothing for SOI and EOI. */
  readonly payload: Uint8Array;
  /** The byte after it, where a scan's coded data start. */
  readonly end: number;
  /** Whether the file ends within it. */
  readonly isCut: boolean;
}

// T.81, table B.1.
export const SOF0 = 0xc0;
const SOF15 = 0xcf;
const NOT_FRAMES: readonly number[] = [0xc4, 0xc8, 0xcc]; // DHT, JPG and DAC lie among the SOFn
export const SOI = 0xd8;
export const EOI = 0xd9;
export const SOS = 0xda;
export const DNL = 0xdc;
const STUFFED = 0x00; // no marker: a coded 0xff
const TEM = 0x01;
const RST0 = 0xd0;
const RST7 = 0xd7;
const FILL = 0xff; // B.1.1.2: any number of them may precede a marker

/** Every segment after the first SOI, and EOI as the last one if it is there; else the last one may be cut off. */
export function* jpegSegments(bytes: Uint8Array): Generator<JpegSegment> {
  let at = 2;
  for (;;) {
    at = bytes.indexOf(0xff, at);
    if (at < 0 || at + 1 >= bytes.length) return;
    const marker = bytes[at + 1]!;
    if (marker === FILL) {
      at += 1;
    } else if (marker === STUFFED || marker === TEM || (marker >= RST0 && marker <= RST7)) {
      at += 2;
    } else if (marker === SOI || marker === EOI) {
      yield { marker, at, payload: bytes.subarray(at, at), end: at + 2, isCut: false };
      if (marker === EOI) return;
      at += 2;
    } else {
      const length = (bytes[at + 2] ?? 0) * 256 + (bytes[at + 3] ?? 0);
      const end = at + 2 + Math.max(2, length);
      const isCut = end > bytes.length;
      yield { marker, at, payload: bytes.subarray(at + 4, end), end, isCut };
      if (isCut) return;
      at = end;
    }
  }
}

export function isFrame(marker: number): boolean {
  return marker >= SOF0 && marker <= SOF15 && !NOT_FRAMES.includes(marker);
}
