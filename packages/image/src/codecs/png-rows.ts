/** How many bytes a PNG's rows are before they are packed: W3C PNG, third edition, §7.2, §8 and §9. */
import { COLOUR_TYPES } from "../header/png.ts";

/** First column and row of each pass, and the steps: §8.1. */
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

const ONE_PASS = [[0, 0, 1, 1]] as const;
const PALETTE = 3;

/** @param ihdr the data of that chunk, found valid @returns bytes, each row's filter included */
export function filteredBytes(ihdr: Uint8Array): number {
  const view = new DataView(ihdr.buffer, ihdr.byteOffset, ihdr.byteLength);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [bitDepth, colourType, , , interlace] = ihdr.subarray(8);
  const samples = colourType === PALETTE ? 1 : COLOUR_TYPES[colourType!]!.channels;
  let bytes = 0;
  for (const [left, top, stepX, stepY] of interlace === 1 ? ADAM7 : ONE_PASS) {
    const columns = Math.ceil((width - left) / stepX);
    const rows = Math.ceil((height - top) / stepY);
    if (columns > 0 && rows > 0)
      bytes += rows * (1 + Math.ceil((columns * samples * bitDepth!) / 8));
  }
  return bytes;
}
