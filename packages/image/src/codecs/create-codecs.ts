/// <reference lib="dom" />
/** The three codecs as one, chosen by the header, with their failures told as `ImageError`. */
import type { Background } from "../flatten.ts";
import type { ImageFormat } from "../header/image-header.ts";
import { ImageError } from "../image-error.ts";
import type { CodecModules } from "./codec-modules.ts";
import type { Codec } from "./codec.ts";
import { CodecError } from "./codec.ts";
import { createGifCodec } from "./gif.ts";
import { createJpegCodec } from "./jpeg.ts";
import { createPngCodec } from "./png.ts";

export function createCodecs(modules: CodecModules, background: Background): Codec {
  const codecs: Readonly<Record<ImageFormat, Codec>> = {
    jpeg: createJpegCodec(modules.jpeg),
    png: createPngCodec(modules.png, background),
    gif: createGifCodec(modules.gif, background),
  };
  return function decodeAny(bytes, header) {
    try {
      return codecs[header.format](bytes, header);
    } catch (cause) {
      // Anything else, such as memory that ran out, is not the image's fault.
      if (!(cause instanceof CodecError || cause instanceof WebAssembly.RuntimeError)) throw cause;
      throw new ImageError("corrupt", `Cannot decode ${header.format}: ${cause.message}`, {
        cause,
      });
    }
  };
}
