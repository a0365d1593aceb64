/**
 * Finds the one image of a WebP that is shown (RFC 9649, section 2): a still image's, or the first frame of an
 * animation, on its canvas.
 */
import type { ImageError, ImageErrorCode } from "../image-error.ts";
import { startsWith } from "./starts-with.ts";
import { unreadable } from "./unreadable.ts";

export interface WebpFirstFrame {
  /** Pixels. */
  readonly canvas: { readonly width: number; readonly height: number };
  /** Where the frame lies on the canvas. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly hasAlpha: boolean;
  /** The whole chunk with the coded image, "VP8 " or "VP8L". */
  readonly image: Uint8Array;
  /** The whole chunk with a lossy image's alpha. */
  readonly alpha?: Uint8Array;
  /** The EXIF block, if there is one. */
  readonly exif?: Uint8Array;
  readonly complete: boolean;
}

/** The bytes at which a chunk starts, with its name and length, and ends, which may lie behind the file's end. */
type Place = readonly [start: number, end: number];

const RIFF_HEADER_BYTES = 12; // "RIFF", a length, "WEBP"
const NAMES = ["VP8X", "ANMF", "ALPH", "VP8 ", "VP8L", "EXIF"];
const FRAME_HEADER_BYTES = 16; // of ANMF: place, size, duration, flags

/** @throws {ImageError} `truncated` or `corrupt` */
export function findWebpFirstFrame(bytes: Uint8Array): WebpFirstFrame {
  const chunks = firstChunks(bytes, RIFF_HEADER_BYTES);
  const data = (name: string): Uint8Array | undefined => dataOf(bytes, chunks.get(name));
  const screen = data("VP8X");
  const frame = data("ANMF");
  const source = frame ?? bytes;
  const parts = frame === undefined ? chunks : firstChunks(frame, FRAME_HEADER_BYTES);
  const lossy = parts.get("VP8 ");
  const image = lossy ?? parts.get("VP8L");
  if (image === undefined) {
    const isWhole = bytes.length >= 12 && 8 + u32(bytes, 4) <= bytes.length;
    throw isWhole
      ? webpError("corrupt", "it has no image")
      : webpError("truncated", `it ends at byte ${bytes.length}, before its image`);
  }
  const coded = (lossy ? lossySize : losslessSize)(dataOf(source, image)!);
  const canvas =
    screen !== undefined && screen.length >= 10
      ? { width: u24(screen, 4) + 1, height: u24(screen, 7) + 1 }
      : { width: coded.width, height: coded.height };
  const [left, top] = frame === undefined ? [0, 0] : [2 * u24(frame, 0), 2 * u24(frame, 3)];
  if (left + coded.width > canvas.width || top + coded.height > canvas.height) {
    throw webpError(
      "corrupt",
      `its image reaches to ${left + coded.width}x${top + coded.height} on a canvas of ${canvas.width}x${canvas.height}`,
    );
  }
  const alpha = lossy && parts.get("ALPH");
  const exif = data("EXIF");
  return {
    canvas,
    left,
    top,
    ...coded,
    hasAlpha: coded.hasAlpha || alpha !== undefined,
    image: source.subarray(...image),
    ...(alpha === undefined ? {} : { alpha: source.subarray(...alpha) }),
    ...(exif === undefined ? {} : { exif }),
    complete: Math.max(image[1], alpha?.[1] ?? 0) <= source.length,
  };
}

/**
 * The first chunk of each name that matters. The last one may be cut off; the length in the RIFF header is not
 * relied on.
 */
function firstChunks(bytes: Uint8Array, start: number): ReadonlyMap<string, Place> {
  const found = new Map<string, Place>();
  let at = start;
  while (at + 8 <= bytes.length) {
    const end = at + 8 + u32(bytes, at + 4);
    const place = at;
    const name = NAMES.find((known) => startsWith(bytes, known, place));
    if (name !== undefined && !found.has(name)) found.set(name, [at, end]);
    at = end + (end & 1); // Chunks begin at even bytes.
  }
  return found;
}

function dataOf(bytes: Uint8Array, place: Place | undefined): Uint8Array | undefined {
  return place && bytes.subarray(place[0] + 8, place[1]);
}

interface CodedSize {
  readonly width: number;
  readonly height: number;
  readonly hasAlpha: boolean;
}

/** RFC 6386, section 9.1: a frame tag, a start code, 14 bits a side. */
function lossySize(data: Uint8Array): CodedSize {
  if (data.length < 10) throw webpError("truncated", "it ends before its size");
  if (!startsWith(data, "\x9d\x01\x2a", 3)) throw webpError("corrupt", "its image has no start");
  const [width, height] = [u16(data, 6) & 0x3fff, u16(data, 8) & 0x3fff];
  if (width === 0 || height === 0) throw webpError("corrupt", `its size is ${width}x${height}`);
  return { width, height, hasAlpha: false };
}

/** RFC 9649, section 3.4: a signature, 14 bits a side less 1, whether there is alpha. */
function losslessSize(data: Uint8Array): CodedSize {
  if (data.length < 5) throw webpError("truncated", "it ends before its size");
  if (data[0] !== 0x2f) throw webpError("corrupt", "its image has no signature");
  const bits = u32(data, 1);
  return {
    width: (bits & 0x3fff) + 1,
    height: ((bits >>> 14) & 0x3fff) + 1,
    hasAlpha: ((bits >>> 28) & 1) === 1,
  };
}

function u16(bytes: Uint8Array, at: number): number {
  return bytes[at]! + bytes[at + 1]! * 256;
}

/** 0 where the bytes end before it. */
function u24(bytes: Uint8Array, at: number): number {
  return at + 3 > bytes.length ? 0 : u16(bytes, at) + bytes[at + 2]! * 65_536;
}

function u32(bytes: Uint8Array, at: number): number {
  return u16(bytes, at) + u16(bytes, at + 2) * 65_536;
}

function webpError(code: ImageErrorCode, reason: string): ImageError {
  return unreadable("WebP", code, reason);
}
