/**
 * Walks the markers of a JPEG (ITU-T T.81, annex B) to its end or to where it is cut off, and takes what libjpeg
 * takes (jdmarker.c): bytes between segments and coded data are passed over alike, a length below 2 counts as 2.
 */
import { unreadable } from "./unreadable.ts";

export interface JpegSegment {
  readonly marker: number;
  /** The byte at which its marker starts. */
  readonly at: number;
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
const FILL = 0xff; // B.1.1.2: what a marker begins with, any number of times

/** Far more than an image has; each costs the thread that admits requests some time. */
const MAX_SEGMENTS = 65_536;

/**
 * Every segment after the first SOI, and EOI as the last one if it is there; else the last one may be cut off.
 *
 * @throws {ImageError} `corrupt`: too many of them
 */
export function* jpegSegments(bytes: Uint8Array): Generator<JpegSegment> {
  let at = 2;
  for (let count = 0; count < MAX_SEGMENTS;) {
    if (bytes[at] !== FILL) at = bytes.indexOf(FILL, at);
    if (at < 0) return;
    while (bytes[at + 1] === FILL) at += 1;
    if (at + 1 >= bytes.length) return;
    const marker = bytes[at + 1]!;
    if (marker === STUFFED || marker === TEM || (marker >= RST0 && marker <= RST7)) {
      at += 2;
      continue;
    }
    const end = at + 2 + (marker === SOI || marker === EOI ? 0 : lengthAt(bytes, at + 2));
    const isCut = end > bytes.length;
    yield { marker, at, end, isCut };
    if (isCut || marker === EOI) return;
    at = end;
    count += 1;
  }
  throw unreadable("JPEG", "corrupt", `it has more than ${MAX_SEGMENTS} segments`);
}

/** What follows a segment's length. */
export function payloadOf(bytes: Uint8Array, { at, end }: JpegSegment): Uint8Array {
  return bytes.subarray(at + 4, end);
}

function lengthAt(bytes: Uint8Array, at: number): number {
  return Math.max(2, (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0));
}

export function isFrame(marker: number): boolean {
  return marker >= SOF0 && marker <= SOF15 && !NOT_FRAMES.includes(marker);
}
