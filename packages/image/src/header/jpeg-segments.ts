/**
 * Walks the markers of a JPEG (ITU-T T.81, annex B), passing over coded data, to its end or to where it is
 * cut off. It is strict where leniency could let a codec see another image than we do.
 */
import { unreadable } from "./unreadable.ts";

export interface JpegSegment {
  readonly marker: number;
  /** The byte at which its marker starts. */
  readonly at: number;
  /** What follows the length; nothing for EOI. */
  readonly payload: Uint8Array;
}

// T.81, table B.1.
export const EOI = 0xd9;
export const SOS = 0xda;
const STUFFED = 0x00; // no marker: a coded 0xff
const TEM = 0x01;
const RST0 = 0xd0;
const RST7 = 0xd7;
const SOI = 0xd8;
const FILL = 0xff; // B.1.1.2: any number of them may precede a marker

/** Every whole segment after SOI, and EOI as the last one if it is there. */
export function* jpegSegments(bytes: Uint8Array): Generator<JpegSegment> {
  let coded = false; // whether coded data may lie here
  let at = 2;
  while (at + 1 < bytes.length) {
    if (bytes[at] !== 0xff) {
      if (!coded) throw unreadable("JPEG", "corrupt", `it has no marker at byte ${at}`);
      at = bytes.indexOf(0xff, at);
      if (at < 0) return;
      continue;
    }
    const marker = bytes[at + 1]!;
    if (marker === FILL) {
      at += 1;
    } else if (marker === STUFFED || marker === TEM || (marker >= RST0 && marker <= RST7)) {
      at += 2;
    } else if (marker === SOI) {
      throw unreadable("JPEG", "corrupt", `a second image starts at byte ${at}`);
    } else if (marker === EOI) {
      yield { marker, at, payload: bytes.subarray(at, at) };
      return;
    } else {
      if (at + 4 > bytes.length) return;
      const length = bytes[at + 2]! * 256 + bytes[at + 3]!;
      if (length < 2)
        throw unreadable("JPEG", "corrupt", `the length at byte ${at + 2} is ${length}`);
      const end = at + 2 + length;
      if (end > bytes.length) return;
      yield { marker, at, payload: bytes.subarray(at + 4, end) };
      if (marker === SOS) coded = true;
      at = end;
    }
  }
}
