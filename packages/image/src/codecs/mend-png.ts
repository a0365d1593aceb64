/**
 * Makes PNGs that a strict decoder takes out of those that libpng takes with a warning. All that is shown of a
 * PNG stands in IHDR, PLTE, tRNS and IDAT (W3C PNG, third edition, §11.2 and §11.3.1).
 */
import { Inflate, zlibSync } from "fflate/browser";

import { concatBytes } from "../concat-bytes.ts";
import type { PngChunk } from "../header/png-chunks.ts";
import {
  IDAT,
  IEND,
  IHDR,
  PLTE,
  PNG_SIGNATURE_BYTES,
  pngChunks,
  TRNS,
} from "../header/png-chunks.ts";
import { crc32 } from "./crc32.ts";
import { filteredBytes } from "./png-rows.ts";

/** Length of tRNS by colour type; other types have alpha of their own, and the palette's has its own rule. */
const TRNS_BYTES: Readonly<Record<number, number>> = { 0: 2, 2: 6 };
const PALETTE = 3;

/** Unpacked data that are packed again. A larger image would need several times as much for a moment. */
const MAX_REPACKED_BYTES = 64 * 1024 * 1024; // 64 MiB: 16 megapixels of RGBA

/** What one push to the inflater may at most become: deflate packs 1,032 to 1. */
const PIECE_BYTES = 4096;

interface Essentials {
  readonly ihdr: PngChunk;
  readonly plte: PngChunk | undefined;
  readonly trns: PngChunk | undefined;
  readonly idats: readonly PngChunk[];
}

/** The file without what is not needed, in the order that the specification wants. */
export function essentialPng(png: Uint8Array): Uint8Array {
  const { ihdr, plte, trns, idats } = essentialChunks(png);
  return concatBytes([
    png.subarray(0, PNG_SIGNATURE_BYTES),
    ...[ihdr, plte, trns, ...idats].flatMap((chunk) => (chunk ? [chunk.whole] : [])),
    chunkOf(IEND, new Uint8Array(0)),
  ]);
}

/**
 * The same image with its data packed anew, uncompressed: without data behind the stream, rows behind the last
 * one, a missing or wrong Adler-32, or wrong checksums of IDAT where the Adler-32 is right.
 * Nothing when the image is not whole, or damaged.
 */
export function repackedPng(png: Uint8Array): Uint8Array | undefined {
  const { ihdr, plte, trns, idats } = essentialChunks(png);
  const size = filteredBytes(ihdr.data);
  if (size > MAX_REPACKED_BYTES) return undefined;
  const packed = concatBytes(idats.map(({ data }) => data));
  const rows = inflateLeniently(packed, size);
  if (rows === undefined) return undefined;
  const stream = zlibSync(rows, { level: 0 });
  const hasAdler = stream.subarray(-4).every((byte, at) => byte === packed.at(at - 4));
  if (!hasAdler && !idats.every(hasRightChecksum)) return undefined;
  return concatBytes([
    png.subarray(0, PNG_SIGNATURE_BYTES),
    ...[ihdr, plte, trns].flatMap((chunk) => (chunk ? [chunk.whole] : [])),
    chunkOf(IDAT, stream),
    chunkOf(IEND, new Uint8Array(0)),
  ]);
}

function essentialChunks(png: Uint8Array): Essentials {
  const chunks = [...pngChunks(png)];
  const first = (wanted: number): PngChunk | undefined =>
    chunks.find(({ type }) => type === wanted);
  const ihdr = first(IHDR)!; // The header has been read.
  const colourType = ihdr.data[9]!;
  const plte = colourType === PALETTE ? first(PLTE) : undefined;
  const trns = first(TRNS);
  const isUsable =
    colourType === PALETTE
      ? trns !== undefined && plte !== undefined && trns.data.length <= plte.data.length / 3
      : trns?.data.length === TRNS_BYTES[colourType];
  const idats = chunks.filter(({ type }) => type === IDAT);
  return { ihdr, plte, trns: isUsable ? trns : undefined, idats };
}

/** The first bytes of what a zlib stream (RFC 1950) unpacks to; nothing when there are not as many. */
function inflateLeniently(stream: Uint8Array, size: number): Uint8Array | undefined {
  if (((stream[0] ?? 0) & 15) !== 8) return undefined; // another method than deflate
  const unpacked = new Uint8Array(size);
  let length = 0;
  const inflater = new Inflate((piece) => {
    unpacked.set(piece.subarray(0, size - length), length);
    length = Math.min(size, length + piece.length);
  });
  try {
    for (let at = 2; at < stream.length; at += PIECE_BYTES) {
      inflater.push(stream.subarray(at, at + PIECE_BYTES));
      if (length === size) break;
    }
  } catch {
    return undefined; // fflate found that the data are damaged.
  }
  return length === size ? unpacked : undefined;
}

function hasRightChecksum({ whole }: PngChunk): boolean {
  const { length } = whole;
  const view = new DataView(whole.buffer, whole.byteOffset, length);
  return view.getUint32(length - 4) === crc32(whole.subarray(4, length - 4));
}

function chunkOf(type: number, data: Uint8Array): Uint8Array {
  const chunk = new Uint8Array(data.length + 12);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, data.length);
  view.setUint32(4, type);
  chunk.set(data, 8);
  view.setUint32(data.length + 8, crc32(chunk.subarray(4, data.length + 8)));
  return chunk;
}
