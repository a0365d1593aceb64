/** Writes GIFs for tests: one image, anywhere on the canvas, with or without transparency and interlacing. */
import { concat } from "./png-file.ts";

const TABLE_OF_256 = 0x87;

export interface GifPixels {
  /** Pixels of the canvas. */
  readonly width: number;
  readonly height: number;
  /** Where the image lies; the whole canvas by default. */
  readonly frame?: { left: number; top: number; width: number; height: number };
  /** `[256, 3]`; the file has none without it. */
  readonly palette?: Uint8Array;
  /** `[256, 3]`, the image's own. */
  readonly localPalette?: Uint8Array;
  /** Blocks before the image. */
  readonly before?: readonly number[];
  /** The LZW code size and the coded data in one sub-block, instead of the indices. */
  readonly coded?: readonly [codeSize: number, ...data: number[]];
  /** The palette's index at a place in the image. */
  readonly index: (x: number, y: number) => number;
  readonly transparent?: number;
  readonly interlaced?: boolean;
  /** How often the image follows itself. */
  readonly frames?: number;
}

export function gifFile(pixels: GifPixels): Uint8Array {
  const { width, height, palette, before = [], transparent, frames = 1 } = pixels;
  const control = transparent === undefined ? [] : [0x21, 0xf9, 4, 1, 0, 0, transparent, 0];
  const screen = [...u16(width), ...u16(height), palette ? TABLE_OF_256 : 0, 0, 0];
  return concat([
    new TextEncoder().encode("GIF89a"),
    Uint8Array.from(screen),
    palette ?? new Uint8Array(0),
    Uint8Array.from(before),
    ...Array.from({ length: frames }, () => concat([Uint8Array.from(control), image(pixels)])),
    Uint8Array.of(0x3b),
  ]);
}

function image(pixels: GifPixels): Uint8Array {
  const { left, top, width, height } = pixels.frame ?? { left: 0, top: 0, ...pixels };
  const descriptor = [
    0x2c,
    ...[left, top, width, height].flatMap(u16),
    (pixels.interlaced ? 0x40 : 0) | (pixels.localPalette ? TABLE_OF_256 : 0),
  ];
  const table = pixels.localPalette ?? new Uint8Array(0);
  if (pixels.coded) {
    const [codeSize, ...data] = pixels.coded;
    const coded = Uint8Array.of(codeSize, data.length, ...data, 0);
    return concat([Uint8Array.from(descriptor), table, coded]);
  }
  const indices = rowOrder(height, pixels.interlaced ?? false).flatMap((y) =>
    Array.from({ length: width }, (_, x) => pixels.index(x, y)),
  );
  const data = subBlocks(uncompressedLzw(indices));
  return concat([Uint8Array.from(descriptor), table, Uint8Array.of(8), data]);
}

/** GIF89a, appendix E. */
function rowOrder(height: number, interlaced: boolean): number[] {
  const rows = Array.from({ length: height }, (_, y) => y);
  if (!interlaced) return rows;
  const passes = [
    [0, 8],
    [4, 8],
    [2, 4],
    [1, 2],
  ] as const;
  return passes.flatMap(([first, step]) =>
    rows.filter((y) => y >= first && (y - first) % step === 0),
  );
}

/** Codes of 9 bits; clearing the table early keeps them from ever growing. */
function uncompressedLzw(indices: readonly number[]): Uint8Array {
  const clear = 256;
  const codes = indices.flatMap((index, at) => (at % 200 === 0 ? [clear, index] : [index]));
  codes.push(clear + 1);
  const bytes = new Uint8Array(Math.ceil((codes.length * 9) / 8));
  for (const [position, code] of codes.entries()) {
    for (let bit = 0; bit < 9; bit += 1) {
      const to = position * 9 + bit;
      bytes[to >> 3]! |= ((code >> bit) & 1) << (to & 7);
    }
  }
  return bytes;
}

function subBlocks(data: Uint8Array): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (let at = 0; at < data.length; at += 255) {
    const block = data.subarray(at, at + 255);
    blocks.push(Uint8Array.of(block.length), block);
  }
  return concat([...blocks, Uint8Array.of(0)]);
}

function u16(value: number): number[] {
  return [value & 255, value >> 8];
}
