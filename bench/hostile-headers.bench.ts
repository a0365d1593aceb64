/**
 * Files of the largest size that are made of nothing but headers: how long does each hold the thread that admits
 * requests, which only inspects them?
 *
 *   node --conditions=@inception-edge/source bench/hostile-headers.bench.ts
 *   deno run -A --conditions=@inception-edge/source bench/hostile-headers.bench.ts
 *
 * Exits with 1 when one takes a quarter of a second of processor time.
 */
import process from "node:process";
import { concatBytes, type Bytes } from "../packages/image/src/concat-bytes.ts";
import { DEFAULT_LIMITS, ImageError, inspectImage } from "../packages/image/src/mod.ts";

const LONGEST_MS = 250;

const JPEG = "\xff\xd8\xff\xe0\0\x02";
const BASELINE =
  "\xff\xd8\xff\xc0\0\x0b\x08\0\x10\0\x10\x01\x01\x11\0\xff\xda\0\x08\x01\x01\0\0\x3f\0";
const PROGRESSIVE = "\xff\xd8\xff\xc2\0\x0b\x08\0\x10\0\x10\x01\x01\x11\0";
const PNG = "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x08\0\0\0\x08\x08\x02\0\0\0\0\0\0\0";
const GIF = "GIF89a\x08\0\x08\0\0\0\0";
const FTYP = "\0\0\0\x10ftypavif\0\0\0\0";

/** How a file begins, and what follows until it is full. */
const HOSTILE: Readonly<Record<string, readonly [start: Bytes, repeated: Bytes]>> = {
  "JPEG of empty segments": [JPEG, "\xff\xe1\0\x02"],
  "JPEG of EXIF without content": [JPEG, "\xff\xe1\0\x08Exif\0\0"],
  "JPEG of coded 0xff": [BASELINE, "\xff\0"],
  "JPEG of restart markers": [BASELINE, "\xff\xd0"],
  "JPEG of fill bytes": [BASELINE, "\xff"],
  "JPEG of scans": [PROGRESSIVE, "\xff\xda\0\x08\x01\x01\0\0\x3f\0"],
  "PNG of empty text": [PNG, "\0\0\0\0tEXt\0\0\0\0"],
  "PNG of empty EXIF": [PNG, "\0\0\0\0eXIf\0\0\0\0"],
  "PNG of empty data": [PNG, "\0\0\0\0IDAT\0\0\0\0"],
  "GIF of no blocks": [GIF, "\x01"],
  "GIF of empty comments": [GIF, "\x21\xfe\0"],
  "WebP of empty chunks": ["RIFF\0\0\0\0WEBP", "XXXX\0\0\0\0"],
  "AVIF of brands": [[1, 0, 0, 0, ...Buffer.from("ftypavif\0\0\0\0")], "mif1"],
  "HEIC of brands": [[1, 0, 0, 0, ...Buffer.from("ftypheic\0\0\0\0")], "mif1"],
  "AVIF of empty boxes": [FTYP, "\0\0\0\x08free"],
};

let longestMs = 0;
for (const [name, [start, repeated]] of Object.entries(HOSTILE)) {
  const file = fill(concatBytes([start]), concatBytes([repeated]));
  const before = process.cpuUsage();
  const outcome = inspect(file);
  const { user, system } = process.cpuUsage(before);
  const ms = (user + system) / 1000;
  longestMs = Math.max(longestMs, ms);
  console.log(`${name.padEnd(30)} ${ms.toFixed(0).padStart(5)} ms  ${outcome}`);
}
process.exitCode = longestMs < LONGEST_MS ? 0 : 1;

function fill(start: Uint8Array, repeated: Uint8Array): Uint8Array {
  const file = new Uint8Array(DEFAULT_LIMITS.maxBytes);
  file.set(start);
  for (let at = start.length; at + repeated.length <= file.length; at += repeated.length) {
    file.set(repeated, at);
  }
  return file;
}

function inspect(file: Uint8Array): string {
  try {
    return `${inspectImage(file, DEFAULT_LIMITS).width} px wide`;
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    return error.code;
  }
}
