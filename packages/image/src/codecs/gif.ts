/// <reference lib="dom" />
/**
 * imagescript's gif.wasm (the Rust crate gif 0.11) behind a function from bytes to RGB over a background.
 * Only the first image is decoded, so that an animation costs no more than a picture.
 */
import { flatten } from "../flatten.ts";
import type { Background } from "../flatten.ts";
import { expectSize, CodecError, copyIn, reuseInstance, viewOut } from "./codec.ts";
import type { Codec, CodecExports, Size } from "./codec.ts";

interface GifExports extends CodecExports {
  /** Takes the bytes over. Returns a decoder's address, or 0 for a failure. */
  decoder_new(address: number, byteLength: number, limit: number): number;
  decoder_free(decoder: number): void;
  decoder_width(decoder: number): number;
  decoder_height(decoder: number): number;
  /** Returns a frame's address, 0 for a failure or 1 when there is none. */
  decoder_frame(decoder: number): number;
  decoder_frame_free(frame: number): void;
  decoder_frame_x(frame: number): number;
  decoder_frame_y(frame: number): number;
  decoder_frame_width(frame: number): number;
  decoder_frame_height(frame: number): number;
  /** Returns the address of the RGBA pixels, whose length `wlen` then tells. */
  decoder_frame_buffer(frame: number): number;
  wlen(): number;
}

export function createGifCodec(module: WebAssembly.Module, background: Background): Codec {
  const imports = { env: { push_to_stream: (): void => {} } };
  const withInstance = reuseInstance(
    () => new WebAssembly.Instance(module, imports).exports as unknown as GifExports,
  );
  return function decodeGif(bytes, header) {
    return withInstance((gif) => {
      const decoder = gif.decoder_new(copyIn(gif, bytes), bytes.length, 0);
      if (decoder === 0) throw new CodecError("the codec refused the header");
      expectSize(
        { width: gif.decoder_width(decoder), height: gif.decoder_height(decoder) },
        header,
      );
      const frame = gif.decoder_frame(decoder);
      if (frame === 0 || frame === 1) throw new CodecError("the codec refused the first image");
      const rgb = drawFrame(gif, frame, { canvas: header, background });
      gif.decoder_frame_free(frame);
      gif.decoder_free(decoder);
      return { width: header.width, height: header.height, rgb };
    });
  };
}

/** A frame may cover only a part of the canvas; the rest of it is background. */
function drawFrame(
  gif: GifExports,
  frame: number,
  { canvas, background }: { canvas: Size; background: Background },
): Uint8Array {
  const left = gif.decoder_frame_x(frame);
  const top = gif.decoder_frame_y(frame);
  const width = gif.decoder_frame_width(frame);
  const height = gif.decoder_frame_height(frame);
  if (left + width > canvas.width || top + height > canvas.height) {
    throw new CodecError("the codec found a first image beyond the canvas");
  }
  const address = gif.decoder_frame_buffer(frame);
  const rgb = flatten(viewOut(gif, address, gif.wlen()), background); // [height, width, 3]
  if (rgb.length !== width * height * 3) throw new CodecError(`the codec gave ${rgb.length} bytes`);
  if (width === canvas.width && height === canvas.height) return rgb;

  const drawn = flatten(new Uint8Array(canvas.width * canvas.height * 4), background);
  for (let row = 0; row < height; row += 1) {
    const line = rgb.subarray(row * width * 3, (row + 1) * width * 3);
    drawn.set(line, ((top + row) * canvas.width + left) * 3);
  }
  return drawn;
}
