/**
 * Finds the one picture of a WebP that is shown (RFC 9649, section 2): a still image's, or the first frame of an
 * animation, on its canvas.
 */
import type { ImageError } from "../image-error.ts";
import type { ImageErrorCode } from "../image-error.ts";
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
  /** The whole chunk with the coded picture, "VP8 " or "VP8L". */
  readonly picture: Uint8Array;
  /** The whole chunk with a lossy picture's alpha. */
  readonly alpha?: Uint8Array;
  /** The EXIF block, if there is one. */
  readonly exif?: Uint8Array;
  readonly complete: boolean;
}

interface RiffChunk {
  readonly name: string;
  readonly data: Uint8Array;
  /** Name, length and data. */
  readonly whole: Uint8Array;
  readonly complete: boolean;
}

const RIFF_HEADER_BYTES = 12; // "RIFF", a length, "WEBP"
const FRAME_HEADER_BYTES = 16; // of ANMF: place, size, duration, flags

/** @throws {ImageError} `truncated` or `corrupt` */
export function findWebpFirstFrame(bytes: Uint8Array): WebpFirstFrame {
  const chunks = [...riffChunks(bytes, RIFF_HEADER_BYTES)];
  const data = (name: string): Uint8Array | undefined =>
    chunks.find((chunk) => chunk.name === name)?.data;
  const screen = data("VP8X");
  const frame = data("ANMF");
  const parts = frame === undefined ? chunks : [...riffChunks(frame, FRAME_HEADER_BYTES)];
  const picture = parts.find(({ name }) => name === "VP8 " || name === "VP8L");
  if (picture === undefined) {
    const isWhole = bytes.length >= 12 && 8 + u32(bytes, 4) <= bytes.length;
    throw isWhole
      ? webpError("corrupt", "it has no picture")
      : webpError("truncated", `it ends at byte ${bytes.length}, before its picture`);
  }
  const coded = picture.name === "VP8L" ? losslessSize(picture.data) : lossySize(picture.data);
  const canvas =
    screen !== undefined && screen.length >= 10
      ? { width: u24(screen, 4) + 1, height: u24(screen, 7) + 1 }
      : { width: coded.width, height: coded.height };
  const [left, top] = frame === undefined ? [0, 0] : [2 * u24(frame, 0), 2 * u24(frame, 3)];
  if (left + coded.width > canvas.width || top + coded.height > canvas.height) {
    throw webpError(
      "corrupt",
      `its picture reaches to ${left + coded.width}x${top + coded.height} on a canvas of ${canvas.width}x${canvas.height}`,
    );
  }
  const alpha = picture.name === "VP8 " ? parts.find(({ name }) => name === "ALPH") : undefined;
  const exif = data("EXIF");
  return {
    canvas,
    left,
    top,
    ...coded,
    hasAlpha: coded.hasAlpha || alpha !== undefined,
    picture: picture.whole,
    ...(alpha === undefined ? {} : { alpha: alpha.whole }),
    ...(exif === undefined ? {} : { exif }),
    complete: picture.complete && (alpha?.complete ?? true),
  };
}

/** Every chunk; the last one may be cut off. The length in the RIFF header is not relied on. */
function* riffChunks(bytes: Uint8Array, start: number): Generator<RiffChunk> {
  let at = start;
  while (at + 8 <= bytes.length) {
    const name = String.fromCharCode(...bytes.subarray(at, at + 4));
    const end = at + 8 + u32(bytes, at + 4);
    yield {
      name,
      data: bytes.subarray(at + 8, end),
      whole: bytes.subarray(at, end),
      complete: end <= bytes.length,
    };
    at = end + (end & 1); // Chunks begin at even bytes.
  }
}

interface CodedSize {
  readonly width: number;
  readonly height: number;
  readonly hasAlpha: boolean;
}

/** RFC 6386, section 9.1: a frame tag, a start code, 14 bits a side. */
function lossySize(data: Uint8Array): CodedSize {
  if (data.length < 10) throw webpError("truncated", "it ends before its size");
  if (!startsWith(data, "\x9d\x01\x2a", 3)) throw webpError("corrupt", "its picture has no start");
  const [width, height] = [u16(data, 6) & 0x3fff, u16(data, 8) & 0x3fff];
  if (width === 0 || height === 0) throw webpError("corrupt", `its size is ${width}x${height}`);
  return { width, height, hasAlpha: false };
}

/** RFC 9649, section 3.4: a signature, 14 bits a side less 1, whether there is alpha. */
function losslessSize(data: Uint8Array): CodedSize {
  if (data.length < 5) throw webpError("truncated", "it ends before its size");
  if (data[0] !== 0x2f) throw webpError("corrupt", "its picture has no signature");
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
