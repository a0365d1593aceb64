/** Writes PNGs of every kind, for tests: any colour type, bit depth and interlacing, with extra chunks. */
import { crc32, deflateSync } from "node:zlib";

export interface PngPixels {
  readonly width: number;
  readonly height: number;
  /** 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGBA. */
  readonly colourType: 0 | 2 | 3 | 4 | 6;
  readonly bitDepth: 1 | 2 | 4 | 8 | 16;
  readonly interlaced?: boolean;
  /** The sample of a channel at a place, `0 .. 2^bitDepth - 1`. */
  readonly sample: (x: number, y: number, channel: number) => number;
  /** Chunks between IHDR and IDAT: PLTE, tRNS, eXIf. */
  readonly chunks?: Readonly<Record<string, Uint8Array>>;
}

export const CHANNELS = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 } as const;

/** First column and row of each pass, and the steps: PNG §8.1. */
export const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

export function pngFile(pixels: PngPixels): Uint8Array {
  const { width, height, colourType, bitDepth, interlaced = false, chunks = {} } = pixels;
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([bitDepth, colourType, 0, 0, interlaced ? 1 : 0], 8);
  const passes = interlaced ? ADAM7 : ([[0, 0, 1, 1]] as const);
  const rows = passes.flatMap((pass) => passRows(pixels, pass));
  return concat([
    new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    ...Object.entries(chunks).map(([type, data]) => chunk(type, data)),
    chunk("IDAT", deflateSync(concat(rows))),
    chunk("IEND", new Uint8Array(0)),
  ]);
}

export function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = concat([new TextEncoder().encode(type), data]);
  const bytes = new Uint8Array(body.length + 8);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(body, 4);
  view.setUint32(bytes.length - 4, crc32(body));
  return bytes;
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function passRows(
  { width, height, colourType, bitDepth, sample }: PngPixels,
  [left, top, stepX, stepY]: readonly [number, number, number, number],
): Uint8Array[] {
  const columns = Math.ceil((width - left) / stepX);
  if (columns <= 0) return [];
  const channels = CHANNELS[colourType];
  const rows: Uint8Array[] = [];
  for (let y = top; y < height; y += stepY) {
    const row = new Uint8Array(1 + Math.ceil((columns * channels * bitDepth) / 8)); // filter 0, then bits
    for (let index = 0; index < columns * channels; index += 1) {
      const value = sample(left + Math.floor(index / channels) * stepX, y, index % channels);
      const bit = 8 + index * bitDepth;
      if (bitDepth === 16) row.set([value >> 8, value & 255], bit >> 3);
      else row[bit >> 3]! |= value << (8 - bitDepth - (bit & 7));
    }
    rows.push(row);
  }
  return rows;
}

/** The PNG with every checksum put right, as far as its chunks can be followed. */
export function withChecksums(png: Uint8Array): Uint8Array {
  const repaired = png.slice();
  const view = new DataView(repaired.buffer);
  let at = 8;
  while (at + 12 <= repaired.length) {
    const end = at + 8 + view.getUint32(at);
    if (end + 4 > repaired.length) break;
    view.setUint32(end, crc32(repaired.subarray(at + 4, end)));
    at = end + 4;
  }
  return repaired;
}
