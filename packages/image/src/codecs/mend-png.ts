/**
 * Makes PNGs that a strict decoder takes out of those that libpng takes with a warning. All that is shown of a
 * PNG stands in IHDR, PLTE, tRNS and IDAT (W3C PNG, third edition, §11.2 and §11.3.1).
 */
import { Inflate, zlibSync } from "fflate/browser";
import {
  IDAT,
  IEND,
  IHDR,
  PLTE,
  PNG_SIGNATURE_BYTES,
  pngChunkData,
  TRNS,
  visitPngChunks,
} from "../header/png-chunks.ts";
import { crc32 } from "./crc32.ts";
import { filteredBytes } from "./png-rows.ts";

/** Length of tRNS by colour type; other types have alpha of their own, and the palette's has its own rule. */
const TRNS_BYTES: Readonly<Record<number, number>> = { 0: 2, 2: 6 };
const COLOUR_TYPE_AT = 9; // in IHDR's data
const PALETTE = 3;
const CHUNK_OVERHEAD = 12;
const WANTED: readonly number[] = [IHDR, PLTE, TRNS];

/** Unpacked data that are packed again. A larger image would need several times as much for a moment. */
const MAX_REPACKED_BYTES = 64 * 1024 * 1024; // 64 MiB: 16 megapixels of RGBA

/** What one push to the inflater may at most become: deflate packs 1,032 to 1. */
const PIECE_BYTES = 4096;

interface Essentials {
  /** The signature, IHDR, PLTE and tRNS, as far as they are there and of use. */
  readonly head: readonly Uint8Array[];
  readonly ihdr: Uint8Array;
  /** Chunks that follow each other in one piece. */
  readonly idats: readonly Uint8Array[];
}

/** The file without what is not needed, in the order that the specification wants: pieces of it, which are not copied. */
export function essentialPng(png: Uint8Array): readonly Uint8Array[] {
  const { head, idats } = essentialsOf(png);
  return [...head, ...idats, chunkOf(IEND, new Uint8Array(0))];
}

/**
 * The same image with its data packed anew, uncompressed: without data behind the stream, rows behind the last
 * one, a missing or wrong Adler-32, or wrong checksums of IDAT where the Adler-32 is right.
 * Nothing when the image is not whole, or damaged.
 */
export function repackedPng(png: Uint8Array): readonly Uint8Array[] | undefined {
  const { head, ihdr } = essentialsOf(png);
  const size = filteredBytes(ihdr);
  if (size > MAX_REPACKED_BYTES) return undefined;
  const { packed, isAsWritten } = packedData(png);
  const rows = inflateLeniently(packed, size);
  if (rows === undefined) return undefined;
  const stream = zlibSync(rows, { level: 0 });
  const hasAdler = stream.subarray(-4).every((byte, at) => byte === packed.at(at - 4));
  if (!hasAdler && !isAsWritten) return undefined;
  return [...head, chunkOf(IDAT, stream), chunkOf(IEND, new Uint8Array(0))];
}

function essentialsOf(png: Uint8Array): Essentials {
  const first = new Map<number, [start: number, end: number]>();
  const idats: [start: number, end: number][] = [];
  visitPngChunks(png, (type, start, end) => {
    const last = idats.at(-1);
    if (type !== IDAT) {
      if (WANTED.includes(type) && !first.has(type)) first.set(type, [start, end]);
    } else if (last?.[1] === start) last[1] = end;
    else idats.push([start, end]);
  });
  const dataOf = (type: number): Uint8Array | undefined => {
    const place = first.get(type);
    return place && pngChunkData(png, ...place);
  };
  const ihdr = dataOf(IHDR)!; // The header has been read.
  const [plte, trns] = [dataOf(PLTE), dataOf(TRNS)];
  const isIndexed = ihdr[COLOUR_TYPE_AT] === PALETTE;
  const isTrnsUsable = isIndexed
    ? trns !== undefined && plte !== undefined && trns.length <= plte.length / 3
    : trns?.length === TRNS_BYTES[ihdr[COLOUR_TYPE_AT]!];
  const kept = [IHDR, ...(isIndexed ? [PLTE] : []), ...(isTrnsUsable ? [TRNS] : [])];
  const whole = (place: readonly [number, number]): Uint8Array => png.subarray(...place);
  return {
    head: [
      png.subarray(0, PNG_SIGNATURE_BYTES),
      ...kept.flatMap((type) => (first.has(type) ? [whole(first.get(type)!)] : [])),
    ],
    ihdr,
    idats: idats.map(whole),
  };
}

/** What all IDATs hold together, and whether their checksums are right. */
function packedData(png: Uint8Array): { packed: Uint8Array; isAsWritten: boolean } {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const packed = new Uint8Array(png.length);
  let length = 0;
  let isAsWritten = true;
  visitPngChunks(png, (type, start, end) => {
    if (type !== IDAT) return;
    packed.set(pngChunkData(png, start, end), length);
    length += end - start - CHUNK_OVERHEAD;
    isAsWritten &&= view.getUint32(end - 4) === crc32(png.subarray(start + 4, end - 4));
  });
  return { packed: packed.subarray(0, length), isAsWritten };
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

function chunkOf(type: number, data: Uint8Array): Uint8Array {
  const chunk = new Uint8Array(data.length + 12);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, data.length);
  view.setUint32(4, type);
  chunk.set(data, 8);
  view.setUint32(data.length + 8, crc32(chunk.subarray(4, data.length + 8)));
  return chunk;
}
