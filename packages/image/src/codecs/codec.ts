/// <reference lib="dom" />
/**
 * The rule by which a codec's instance is kept from image to image. Starting one costs as much as decoding
 * a small image, so it is reused; but its heap is in an unknown state after a trap or an error (reusing it
 * then makes every later image fail), and a heap never shrinks. So an instance survives only an image that
 * was decoded, and only while it is small.
 */
import type { ImageHeader } from "../header/image-header.ts";
import type { RgbImage } from "../rgb-image.ts";

/** Bytes of one whole image within the limits to its pixels as stored, not yet turned upright. */
export type Codec = (bytes: Uint8Array, header: ImageHeader) => RgbImage;

/** The codec understood that the bytes are no image; a trap is a `WebAssembly.RuntimeError` instead. */
export class CodecError extends Error {
  override readonly name = "CodecError";
}

/** What all three codecs export. */
export interface CodecExports {
  readonly memory: WebAssembly.Memory;
  /** Address of that many bytes. */
  walloc(byteLength: number): number;
}

const MAX_KEPT_HEAP_BYTES = 64 * 1024 * 1024; // 64 MiB

/** Returns a function that lends its caller a live instance. */
export function reuseInstance<Exports extends CodecExports>(
  instantiate: () => Exports,
): <Result>(work: (exports: Exports) => Result) => Result {
  let kept: Exports | undefined;
  return function withInstance(work) {
    const exports = kept ?? instantiate();
    kept = undefined;
    const result = work(exports);
    if (exports.memory.buffer.byteLength <= MAX_KEPT_HEAP_BYTES) kept = exports;
    return result;
  };
}

/** Copies the bytes into the codec's heap and returns their address. */
export function copyIn(exports: CodecExports, bytes: Uint8Array): number {
  const address = exports.walloc(bytes.length);
  new Uint8Array(exports.memory.buffer, address, bytes.length).set(bytes);
  return address;
}

/** A view, valid until the codec runs again. */
export function viewOut(exports: CodecExports, address: number, byteLength: number): Uint8Array {
  return new Uint8Array(exports.memory.buffer, address, byteLength);
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
