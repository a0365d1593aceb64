/// <reference lib="dom" />
/** RGBA pixels to a baseline JPEG, by imagescript's `jpeg.wasm`: the same bytes on every machine. */
import { loadCodecModule } from "../codecs/load-codec-module.ts";

/** The part of the module's exports that encodes. */
interface JpegEncoder {
  readonly memory: WebAssembly.Memory;
  readonly walloc: (bytes: number) => number;
  readonly wfree: (address: number, bytes: number) => void;
  /** Length of the last result. */
  readonly wlen: () => number;
  /** Takes the pixels and frees them; the result is the caller's to free. */
  readonly encode: (rgba: number, width: number, height: number, quality: number) => number;
}

/** Encodes `[height, width, 4]` pixels of an image of that width; alpha is ignored. */
export type EncodeJpeg = (rgba: Uint8Array, width: number) => Uint8Array;

/**
 * @param quality 1 to 100, as libjpeg counts
 * @throws {Error} the encoder is missing or is not the pinned one
 */
export async function loadJpegEncoder(quality: number): Promise<EncodeJpeg> {
  const instance = await WebAssembly.instantiate(await loadCodecModule("jpeg-encoder"));
  const encoder = instance.exports as unknown as JpegEncoder;
  return function encodeJpeg(rgba, width) {
    const address = encoder.walloc(rgba.length);
    new Uint8Array(encoder.memory.buffer, address, rgba.length).set(rgba);
    const result = encoder.encode(address, width, rgba.length / 4 / width, quality);
    const length = encoder.wlen();
    const jpeg = new Uint8Array(encoder.memory.buffer, result, length).slice();
    encoder.wfree(result, length);
    return jpeg;
  };
}
