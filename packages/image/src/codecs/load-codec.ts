/// <reference lib="dom" />
/** Loads the codec of a format, proves it, and tells its failures as `ImageError`. */
import type { Background } from "../flatten.ts";
import { WHITE } from "../flatten.ts";
import type { ImageFormat } from "../header/image-header.ts";
import { ImageError } from "../image-error.ts";
import { selfTest } from "../self-test.ts";
import { createAvifCodec } from "./avif.ts";
import type { Codec } from "./codec.ts";
import { CodecError } from "./codec.ts";
import { createGifCodec } from "./gif.ts";
import { createJpegCodec } from "./jpeg.ts";
import type { ReadCodec } from "./load-codec-module.ts";
import { loadCodecModule } from "./load-codec-module.ts";
import { createPngCodec } from "./png.ts";
import { createWebpCodec } from "./webp.ts";

type CreateCodec = (module: WebAssembly.Module, background: Background) => Codec | Promise<Codec>;

const CREATE: Readonly<Record<ImageFormat, CreateCodec>> = {
  jpeg: createJpegCodec,
  png: createPngCodec,
  gif: createGifCodec,
  webp: createWebpCodec,
  avif: createAvifCodec,
};

interface CodecOptions {
  readonly background: Background;
  readonly readCodec: ReadCodec | undefined;
}

/** @throws {Error} it is missing, is not the pinned one or does not give the expected pixels */
export async function loadCodec(
  format: ImageFormat,
  { background, readCodec }: CodecOptions,
): Promise<Codec> {
  const module = await loadCodecModule(format, readCodec);
  await selfTest(format, await CREATE[format](module, WHITE));
  const codec = await CREATE[format](module, background);
  return function decodeOrRefuse(bytes, header) {
    try {
      return codec(bytes, header);
    } catch (cause) {
      // Anything else, such as memory that ran out, is not the image's fault.
      if (!(cause instanceof CodecError || cause instanceof WebAssembly.RuntimeError)) throw cause;
      throw new ImageError("corrupt", `Cannot decode ${format}: ${cause.message}`, { cause });
    }
  };
}
