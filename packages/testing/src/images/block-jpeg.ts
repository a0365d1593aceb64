/** Writes grey baseline JPEGs of any size for tests, each 8x8 block of one value: the DC coefficient alone. */
import { segment } from "./jpeg-file.ts";
import { concat } from "./png-file.ts";

export interface BlockImage {
  readonly width: number;
  readonly height: number;
  /** 0..255, of the block at that column and row of blocks. */
  readonly value: (column: number, row: number) => number;
}

export function blockJpeg({ width, height, value }: BlockImage): Uint8Array {
  const none = Array.from({ length: 16 }, () => 0);
  const categories = Array.from({ length: 12 }, (_, category) => category);
  return concat([
    Uint8Array.of(0xff, 0xd8),
    segment(0xdb, [0, ...Array.from({ length: 64 }, () => 8)]), // DC * 8 / 8 is the block's mean
    segment(0xc0, [8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0]),
    segment(0xc4, [0x00, ...none.with(3, 12), ...categories]), // twelve DC codes of 4 bits
    segment(0xc4, [0x10, ...none.with(0, 1), 0]), // one AC code of 1 bit: end of block
    segment(0xda, [1, 1, 0, 0, 63, 0]),
    Uint8Array.from(codedBlocks(Math.ceil(width / 8), Math.ceil(height / 8), value)),
    Uint8Array.of(0xff, 0xd9),
  ]);
}

/** T.81, F.1.2.1: each block is the difference to the one before it. */
function codedBlocks(columns: number, rows: number, value: BlockImage["value"]): number[] {
  const bytes: number[] = [];
  let pending = 0;
  let pendingBits = 0;
  const put = (bits: number, count: number): void => {
    pending = (pending << count) | bits;
    pendingBits += count;
    while (pendingBits >= 8) {
      const byte = (pending >> (pendingBits - 8)) & 255;
      bytes.push(byte);
      if (byte === 0xff) bytes.push(0); // stuffed, so that it is no marker
      pendingBits -= 8;
    }
    pending &= (1 << pendingBits) - 1;
  };
  let previous = 128;
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const difference = value(column, row) - previous;
      previous += difference;
      const category = 32 - Math.clz32(Math.abs(difference));
      put(category, 4);
      put(difference < 0 ? difference + 2 ** category - 1 : difference, category);
      put(0, 1);
    }
  }
  put(0x7f, 7);
  return bytes;
}
