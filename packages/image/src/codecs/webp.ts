/// <reference lib="dom" />
/**
 * @cwasm/webp's webp.wasm (libwebp 1.1.0) behind a function from bytes to RGB over a background. The codec is
 * handed a still WebP of the one image that the header found.
 *
 * This libwebp is of 2020, as is that of every package that is small and free of GPL code: a hostile lossless
 * image can make it write beyond its tables (CVE-2023-4863). It cannot write beyond its own memory, and so every
 * image gets a memory of its own, and nothing that an image does outlives it.
 */
import { concatBytes } from "../concat-bytes.ts";
import { flatten, type Background } from "../flatten.ts";
import { findWebpFirstFrame, type WebpFirstFrame } from "../header/webp-first-frame.ts";
import { CodecError, copyIn, expectSize, refuseSystemCalls, viewOut, type Codec } from "./codec.ts";
import { drawOnCanvas } from "./draw-on-canvas.ts";

interface WebpExports {
  readonly memory: WebAssembly.Memory;
  malloc(byteLength: number): number;
  /** Returns the address of the RGBA pixels, or 0 for a failure; writes two int32. */
  WebPDecodeRGBA(address: number, byteLength: number, width: number, height: number): number;
}

export function createWebpCodec(module: WebAssembly.Module, background: Background): Codec {
  const imports = { wasi_snapshot_preview1: refuseSystemCalls };
  return function decodeWebp(bytes) {
    const frame = findWebpFirstFrame(bytes);
    const file = webpOf(frame);
    const webp = new WebAssembly.Instance(module, imports).exports as unknown as WebpExports;
    const address = webp.malloc(file.length);
    copyIn(webp.memory, address, [file]);
    const size = webp.malloc(8);
    const pixels = webp.WebPDecodeRGBA(address, file.length, size, size + 4);
    if (pixels === 0) throw new CodecError("the codec refused the data");
    const [width, height] = new Int32Array(webp.memory.buffer, size, 2) as unknown as [
      number,
      number,
    ];
    expectSize({ width, height }, frame);
    const rgb = flatten(viewOut(webp.memory, pixels, width * height * 4), background);
    return drawOnCanvas(frame, { width, height, rgb }, background);
  };
}

const ALPHA_FLAG = 0x10;

/** RFC 9649, section 2: alpha beside a lossy image wants the extended layout. */
function webpOf({ width, height, image, alpha }: WebpFirstFrame): Uint8Array {
  const flags = [ALPHA_FLAG, 0, 0, 0];
  const screen = concatBytes([flags, u24(width - 1), u24(height - 1)]);
  const extended = alpha === undefined ? [] : ["VP8X", u32(screen.length), screen, evenly(alpha)];
  const chunks = concatBytes(["WEBP", ...extended, evenly(image)]);
  return concatBytes(["RIFF", u32(chunks.length), chunks]);
}

function evenly(chunk: Uint8Array): Uint8Array {
  return chunk.length % 2 === 0 ? chunk : concatBytes([chunk, [0]]);
}

function u24(value: number): number[] {
  return [value & 255, (value >> 8) & 255, (value >> 16) & 255];
}

function u32(value: number): number[] {
  return [...u24(value), value >>> 24];
}
