/// <reference lib="dom" />
/** Loads the codec of a format, proves it, and tells its failures as `ImageError`. */
import { WHITE, type Background } from "../flatten.ts";
import type { ImageFormat, OwnFormat } from "../header/image-header.ts";
import { ImageError } from "../image-error.ts";
import { selfTest } from "../self-test.ts";
import { CodecError, type Codec } from "./codec.ts";
import type { CodecOptions } from "./extra-codec.ts";
import { loadCodecModule } from "./load-codec-module.ts";

type CreateCodec = (module: WebAssembly.Module, background: Background) => Codec | Promise<Codec>;

/** Each is imported when it is needed, like its module. */
const IMPORTS: Readonly<Record<OwnFormat, () => Promise<CreateCodec>>> = {
  jpeg: async () => (await import("./jpeg.ts")).createJpegCodec,
  png: async () => (await import("./png.ts")).createPngCodec,
  gif: async () => (await import("./gif.ts")).createGifCodec,
  webp: async () => (await import("./webp.ts")).createWebpCodec,
  avif: async () => (await import("./avif.ts")).createAvifCodec,
};

/** @throws {Error} it is missing, is not the pinned one or does not give the expected pixels */
export async function loadOwnCodec(format: OwnFormat, options: CodecOptions): Promise<Codec> {
  return loadCodec(format, await IMPORTS[format](), options);
}

/** The same, of a codec that is imported already. */
export async function loadCodec(
  format: ImageFormat,
  create: CreateCodec,
  { background, readCodec }: CodecOptions,
): Promise<Codec> {
  const module = await loadCodecModule(format, readCodec);
  await selfTest(format, await create(module, WHITE));
  const codec = await create(module, background);
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
