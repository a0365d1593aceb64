/**
 * What coded AV1 data can cost, from the headers of their units (AV1 Bitstream & Decoding Process Specification,
 * §5.3 to §5.5): the largest frame that they may hold and how many frames. Nothing is decoded.
 */
import { bitReader, type Bits } from "./bit-reader.ts";

export interface Av1Extent {
  /** Pixels of the largest frame; 0 where no sequence header was found. */
  readonly width: number;
  readonly height: number;
  readonly frames: number;
}

// §6.2.2, table of obu_type
const SEQUENCE_HEADER = 1;
const FRAME_HEADER = 3;
const FRAME = 6;

/** @param obus open bitstream units, one after the other */
export function measureAv1(obus: Uint8Array): Av1Extent {
  let [width, height, frames] = [0, 0, 0];
  for (let at = 0; at < obus.length;) {
    const head = obus[at]!;
    const type = (head >> 3) & 15;
    at += (head & 4) === 0 ? 1 : 2; // 4: an extension byte follows
    let size = obus.length - at;
    if ((head & 2) !== 0) [size, at] = readLeb128(obus, at);
    if (type === SEQUENCE_HEADER) {
      const largest = readLargestFrame(obus.subarray(at, at + size));
      width = Math.max(width, largest.width);
      height = Math.max(height, largest.height);
    } else if (type === FRAME_HEADER || type === FRAME) {
      frames += 1;
    }
    at += size;
  }
  return { width, height, frames };
}

/** §4.10.5 @returns the value and the byte after it */
function readLeb128(bytes: Uint8Array, start: number): [value: number, end: number] {
  let value = 0;
  for (let index = 0; index < 8; index += 1) {
    const byte = bytes[start + index] ?? 0;
    value += (byte & 127) * 2 ** (7 * index);
    if (byte < 128) return [value, start + index + 1];
  }
  return [value, start + 8];
}

/** §5.5.1, up to the largest size. */
function readLargestFrame(sequence: Uint8Array): { width: number; height: number } {
  const bits = bitReader(sequence, 1);
  bits(3 + 1); // profile, still image
  if (bits(1) === 1) bits(5); // reduced header: the level
  else skipOperatingPoints(bits);
  const [widthBits, heightBits] = [bits(4) + 1, bits(4) + 1];
  return { width: bits(widthBits) + 1, height: bits(heightBits) + 1 };
}

function skipOperatingPoints(bits: Bits): void {
  let delayBits = 0;
  if (bits(1) === 1) {
    bits(32); // units in a tick
    bits(32); // time scale
    if (bits(1) === 1) skipUvlc(bits); // equal image interval
    if (bits(1) === 1) {
      delayBits = bits(5) + 1;
      bits(32);
      bits(5 + 5);
    }
  }
  const hasInitialDelay = bits(1) === 1;
  const points = bits(5) + 1;
  for (let point = 0; point < points; point += 1) {
    bits(12);
    if (bits(5) > 7) bits(1); // level, tier
    if (delayBits > 0 && bits(1) === 1) {
      bits(delayBits);
      bits(delayBits);
      bits(1);
    }
    if (hasInitialDelay && bits(1) === 1) bits(4);
  }
}

/** §4.10.3 */
function skipUvlc(bits: Bits): void {
  let zeros = 0;
  while (zeros < 32 && bits(1) === 0) zeros += 1;
  if (zeros < 32) bits(zeros);
}
