/// <reference lib="dom" />
/**
 * imagescript's jpeg.wasm (the Rust crate jpeg-decoder 0.1) behind a function from bytes to RGB.
 * It knows baseline and progressive, grey, colour and CMYK; ICC profiles are not applied.
 */
import { expectSize, CodecError, copyIn, reuseInstance, viewOut } from "./codec.ts";
import type { Codec, CodecExports } from "./codec.ts";
import { dctScaledSize } from "./dct-scale.ts";

interface JpegExports extends CodecExports {
  /** Takes the bytes over. Returns the image's address, or 0 or 1 for a failure. */
  decode(address: number, byteLength: number, minWidth: number, minHeight: number): number;
  decode_width(image: number): number;
  decode_height(image: number): number;
  decode_format(image: number): number;
  /** Returns the address of the pixels, whose length `wlen` then tells. */
  decode_buffer(image: number): number;
  decode_free(image: number): void;
  wlen(): number;
}

/** What `decode_format` returns: how a pixel is stored. */
const GREY = 0;
const RGB = 1;

/** Images whose shorter side is 448 px or more come back scaled down (see dct-scale.ts). */
export function createJpegCodec(module: WebAssembly.Module): Codec {
  const withInstance = reuseInstance(
    () => new WebAssembly.Instance(module).exports as unknown as JpegExports,
  );
  return function decodeJpeg(bytes, header) {
    const { width, height } = dctScaledSize(header);
    return withInstance((jpeg) => {
      const image = jpeg.decode(copyIn(jpeg, bytes), bytes.length, width, height);
      if (image === 0 || image === 1) throw new CodecError("the codec refused the data");
      expectSize(
        { width: jpeg.decode_width(image), height: jpeg.decode_height(image) },
        { width, height },
      );
      const format = jpeg.decode_format(image);
      const address = jpeg.decode_buffer(image);
      const rgb = toRgb(viewOut(jpeg, address, jpeg.wlen()), format);
      if (rgb.length !== width * height * 3)
        throw new CodecError(`the codec gave ${rgb.length} bytes`);
      jpeg.decode_free(image);
      return { width, height, rgb };
    });
  };
}

/** A copy in any case: the pixels belong to the codec. */
function toRgb(pixels: Uint8Array, format: number): Uint8Array {
  if (format === RGB) return pixels.slice();
  return format === GREY ? greyToRgb(pixels) : cmykToRgb(pixels);
}

function greyToRgb(grey: Uint8Array): Uint8Array {
  const rgb = new Uint8Array(grey.length * 3);
  for (let from = 0, to = 0; from < grey.length; from += 1, to += 3) {
    const value = grey[from]!;
    rgb[to] = value;
    rgb[to + 1] = value;
    rgb[to + 2] = value;
  }
  return rgb;
}

/** Ink on white paper, without a profile, as Pillow converts it: each ink and black take their share. */
function cmykToRgb(cmyk: Uint8Array): Uint8Array {
  const rgb = new Uint8Array((cmyk.length / 4) * 3);
  for (let from = 0, to = 0; from < cmyk.length; from += 4, to += 3) {
    const light = 255 - cmyk[from + 3]!;
    for (let ink = 0; ink < 3; ink += 1) {
      rgb[to + ink] = ((255 - cmyk[from + ink]!) * light + 127) / 255;
    }
  }
  return rgb;
}
