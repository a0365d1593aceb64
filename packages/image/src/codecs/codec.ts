/// <reference lib="dom" />
/** What every codec is, and what their wrappers share. */
import type { ImageHeader } from "../header/image-header.ts";
import type { RgbImage } from "../rgb-image.ts";

/** Bytes of one image within the limits to its pixels as stored, not yet turned upright. */
export type Codec = (bytes: Uint8Array, header: ImageHeader) => RgbImage;

/** The codec understood that the bytes are no image; a trap is a `WebAssembly.RuntimeError` instead. */
export class CodecError extends Error {
  override readonly name = "CodecError";
}

/** What WASI modules import and a decoder has no use for. */
export const refuseSystemCalls: WebAssembly.ModuleImports = {
  fd_seek: refuse,
  fd_close: refuse,
  fd_write: refuse,
  proc_exit: refuse,
};

function refuse(): never {
  throw new CodecError("the codec called the system");
}

/** @returns the length of all together */
export function bytesOf(pieces: readonly Uint8Array[]): number {
  return pieces.reduce((sum, { length }) => sum + length, 0);
}

/** Copies the pieces of a file to an address in the codec's heap, one behind the other. */
export function copyIn(
  memory: WebAssembly.Memory,
  address: number,
  pieces: readonly Uint8Array[],
): void {
  // Memory that ran out is not the image's fault.
  if (address === 0) throw new Error(`Cannot find room for ${bytesOf(pieces)} bytes in the codec`);
  let at = address;
  for (const piece of pieces) {
    viewOut(memory, at, piece.length).set(piece);
    at += piece.length;
  }
}

/** A view, valid until the codec runs again. */
export function viewOut(
  memory: WebAssembly.Memory,
  address: number,
  byteLength: number,
): Uint8Array {
  return new Uint8Array(memory.buffer, address, byteLength);
}

/** A codec that finds another size than the header is reading another image than the one we allowed. */
export function expectSize(actual: Size, expected: Size): void {
  if (actual.width !== expected.width || actual.height !== expected.height) {
    throw new CodecError(
      `the codec found ${actual.width}x${actual.height} px, the header ${expected.width}x${expected.height}`,
    );
  }
}

export interface Size {
  readonly width: number;
  readonly height: number;
}
