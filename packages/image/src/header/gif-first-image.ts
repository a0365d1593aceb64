/**
 * Finds the first image of a GIF (GIF89a specification, §18 to §24): where it lies, its colours and its data.
 * As Pillow and browsers do, it passes over bytes that begin no block, and takes a canvas that is too small for
 * the image, or 0x0, as larger.
 */
import type { ImageError, ImageErrorCode } from "../image-error.ts";
import { unreadable } from "./unreadable.ts";

export interface GifFirstImage {
  /** Pixels, large enough for the image. */
  readonly canvas: { readonly width: number; readonly height: number };
  /** Where the image lies on the canvas. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly interlaced: boolean;
  /** `[colours, 3]`, the image's own or the file's; empty where there is neither. */
  readonly palette: Uint8Array;
  /** The colour that lets the background through. */
  readonly transparent?: number;
  /** The LZW code size and the sub-blocks, with the empty one that ends them if it is there. */
  readonly data: Uint8Array;
  readonly complete: boolean;
}

const SCREEN_END = 13; // signature and logical screen descriptor
const DESCRIPTOR_BYTES = 10;
const IMAGE = 0x2c;
const EXTENSION = 0x21;
const GRAPHIC_CONTROL = 0xf9;
const TRAILER = 0x3b;
const TABLE_FLAG = 0x80;
const INTERLACE_FLAG = 0x40;
const TRANSPARENT_FLAG = 0x01;

/** @throws {ImageError} `truncated` or `corrupt` */
export function findGifFirstImage(bytes: Uint8Array): GifFirstImage {
  if (bytes.length < SCREEN_END) throw truncated(bytes, "its size");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const screenTable = bytes.subarray(SCREEN_END, SCREEN_END + tableBytes(view.getUint8(10)));
  const { at, transparent } = findDescriptor(bytes, SCREEN_END + screenTable.length);
  if (at + DESCRIPTOR_BYTES > bytes.length) throw truncated(bytes, "its first image");

  const [left, top] = [view.getUint16(at + 1, true), view.getUint16(at + 3, true)];
  const [width, height] = [view.getUint16(at + 5, true), view.getUint16(at + 7, true)];
  if (width === 0 || height === 0) throw gifError("corrupt", `its size is ${width}x${height}`);
  const flags = view.getUint8(at + 9);
  const table = at + DESCRIPTOR_BYTES;
  const start = table + tableBytes(flags);
  const end = skipSubBlocks(bytes, start + 1); // 1: the LZW code size
  return {
    canvas: {
      width: Math.max(view.getUint16(6, true), left + width),
      height: Math.max(view.getUint16(8, true), top + height),
    },
    left,
    top,
    width,
    height,
    interlaced: (flags & INTERLACE_FLAG) !== 0,
    palette: flags & TABLE_FLAG ? bytes.subarray(table, start) : screenTable,
    ...(transparent === undefined ? {} : { transparent }),
    data: bytes.subarray(start, end),
    complete: end <= bytes.length,
  };
}

/** Where the first image descriptor starts, past the end when the file ends before it, and what rules it. */
function findDescriptor(bytes: Uint8Array, start: number): { at: number; transparent?: number } {
  let at = start;
  let transparent: { transparent?: number } = {};
  while (at < bytes.length) {
    const block = bytes[at];
    if (block === IMAGE) return { at, ...transparent };
    if (block === TRAILER) throw gifError("corrupt", "it has no image");
    if (block === EXTENSION) {
      if (bytes[at + 1] === GRAPHIC_CONTROL && bytes[at + 2]! >= 4) {
        const isTransparent = (bytes[at + 3]! & TRANSPARENT_FLAG) !== 0;
        transparent = isTransparent ? { transparent: bytes[at + 6]! } : {};
      }
      at = skipSubBlocks(bytes, at + 2);
    } else {
      at += 1;
    }
  }
  return { at };
}

/** The byte after the empty block that ends a row of sub-blocks; past the end when it is missing. */
function skipSubBlocks(bytes: Uint8Array, start: number): number {
  let at = start;
  while (at < bytes.length) {
    const length = bytes[at]!;
    at += 1 + length;
    if (length === 0) return at;
  }
  return bytes.length + 1;
}

function tableBytes(flags: number): number {
  return (flags & TABLE_FLAG) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1);
}

function truncated(bytes: Uint8Array, before: string): ImageError {
  return gifError("truncated", `it ends at byte ${bytes.length}, before ${before}`);
}

function gifError(code: ImageErrorCode, reason: string): ImageError {
  return unreadable("GIF", code, reason);
}
