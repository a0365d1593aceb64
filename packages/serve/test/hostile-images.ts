/** Files that mean harm, or are no images, each with what it must be answered. Generated: nothing dangerous is in git. */
import { deflateSync } from "node:zlib";
import { gifFile } from "@inception-edge/testing/images/gif-file";
import { hostileJpeg, withoutSegment } from "@inception-edge/testing/images/jpeg-file";
import { chunk, concat, pngFile } from "@inception-edge/testing/images/png-file";
import type { ProblemCode } from "../src/problem.ts";
import { gifImage, jpegImage, pngImage } from "./images.ts";

export interface HostileImage {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** `ok` for what is odd but harmless. */
  readonly code: ProblemCode | "ok";
}

const text = (words: string): Uint8Array => new TextEncoder().encode(words);
const MEGABYTE = new Uint8Array(1_000_000);

const images: readonly (readonly [string, Uint8Array, HostileImage["code"]])[] = [
  ["one byte", Uint8Array.of(0xff), "unsupported_image"],
  ["text", text("a goldfish, honestly"), "unsupported_image"],
  ["HTML", text("<!doctype html><script>alert(1)</script>"), "unsupported_image"],
  ["SVG", text('<svg xmlns="http://www.w3.org/2000/svg"/>'), "unsupported_image"],
  ["a WebP's head", text("RIFF\0\0\0\0WEBPVP8 "), "corrupt_image"],
  ["an AVIF's head", text("\0\0\0\x10ftypavif\0\0\0\0"), "truncated_image"],
  ["a PDF's head", text("%PDF-1.7\n"), "unsupported_image"],
  ["zeros", new Uint8Array(5000), "unsupported_image"],
  ["JPEG magic and nothing else", Uint8Array.of(0xff, 0xd8, 0xff), "truncated_image"],
  ["PNG magic and nothing else", pngImage.bytes.subarray(0, 8), "truncated_image"],
  ["GIF magic and nothing else", gifImage.bytes.subarray(0, 6), "truncated_image"],
  ["JPEG cut in half", half(jpegImage.bytes), "truncated_image"],
  ["PNG cut in half", half(pngImage.bytes), "truncated_image"],
  ["GIF cut in half", half(gifImage.bytes), "truncated_image"],
  [
    "JPEG of 20000x20000 px in 300 bytes",
    hostileJpeg({ width: 20_000, height: 20_000 }),
    "too_many_pixels",
  ],
  [
    "JPEG of 65500x65500 px, progressive",
    hostileJpeg({ width: 65_500, height: 65_500, progressive: true }),
    "too_many_pixels",
  ],
  ["JPEG of 0x0 px", hostileJpeg({ width: 0, height: 0 }), "corrupt_image"],
  [
    "JPEG of 5000 scans",
    hostileJpeg({ width: 3000, height: 3000, progressive: true, scans: 5000 }),
    "unsupported_image",
  ],
  ["JPEG without Huffman tables", withoutSegment(jpegImage.bytes, 0xc4), "corrupt_image"],
  ["PNG of 60000x60000 px", pngOf(60_000, 60_000, Uint8Array.of(0)), "too_many_pixels"],
  ["PNG of 0x0 px", pngOf(0, 0, Uint8Array.of(0)), "corrupt_image"],
  [
    "PNG with 64 MB in its data",
    pngOf(64, 64, deflateSync(new Uint8Array(64 * 1024 * 1024), { level: 9 })),
    "ok", // Its 64 rows and many more, which libpng only warns of.
  ],
  ["PNG with too little data", pngOf(64, 64, deflateSync(new Uint8Array(100))), "corrupt_image"],
  [
    "PNG with a wrong checksum",
    flipped(pngImage.bytes, pngImage.bytes.length - 20),
    "corrupt_image",
  ],
  [
    "PNG with a bomb in a text chunk",
    pngFile({
      width: 8,
      height: 8,
      colourType: 0,
      bitDepth: 8,
      sample: () => 9,
      chunks: { zTXt: concat([text("bomb\0\0"), deflateSync(new Uint8Array(50_000_000))]) },
    }),
    "ok",
  ],
  ["GIF of 20000x20000 px", withCanvas(gifImage.bytes, 20_000, 20_000), "too_many_pixels"],
  [
    "GIF of 500 frames",
    gifFile({ width: 20, height: 20, palette: new Uint8Array(768), index: () => 3, frames: 500 }),
    "ok",
  ],
  ["JPEG with a megabyte behind its end", concat([jpegImage.bytes, MEGABYTE]), "ok"],
  [
    "PNG with a script behind its end",
    concat([pngImage.bytes, text("<script>alert(1)</script>")]),
    "ok",
  ],
];

export const hostileImages: readonly HostileImage[] = images.map(([name, bytes, code]) => ({
  name,
  bytes: Uint8Array.from(bytes),
  code,
}));

function half(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(0, bytes.length >> 1);
}

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  return bytes.map((byte, index) => (index === at ? byte ^ 0xff : byte));
}

/** A grey PNG that claims this size, whatever its data is. */
function pngOf(width: number, height: number, data: Uint8Array): Uint8Array {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, 0, 0, 0, 0], 8);
  return concat([
    pngImage.bytes.subarray(0, 8),
    chunk("IHDR", header),
    chunk("IDAT", data),
    chunk("IEND", new Uint8Array()),
  ]);
}

function withCanvas(gif: Uint8Array, width: number, height: number): Uint8Array {
  const changed = gif.slice();
  changed.set([width & 255, width >> 8, height & 255, height >> 8], 6);
  return changed;
}
