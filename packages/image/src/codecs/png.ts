/// <reference lib="dom" />
/**
 * imagescript's png.wasm (libspng) behind a function from bytes to RGB over a background.
 * It knows every colour type, bit depth and interlacing; gamma and colour profiles are not applied. It is handed
 * only the chunks that make the default image, so that nothing else can be shown or stumbled over, and where it
 * refuses what libpng only warns of, the data unpacked anew.
 */
import { flatten, type Background } from "../flatten.ts";
import type { ImageHeader } from "../header/image-header.ts";
import type { RgbImage } from "../rgb-image.ts";
import { bytesOf, CodecError, copyIn, expectSize, viewOut, type Codec } from "./codec.ts";
import { reuseInstance } from "./instances.ts";
import { essentialPng, repackedPng } from "./mend-png.ts";

interface PngExports {
  readonly memory: WebAssembly.Memory;
  walloc(byteLength: number): number;
  wfree(address: number): void;
  /** Returns the address of the RGBA pixels, or 0 or less for a failure. */
  decode(address: number, byteLength: number): number;
  /** Of the image decoded last. */
  width(): number;
  height(): number;
}

export function createPngCodec(module: WebAssembly.Module, background: Background): Codec {
  const imports = { env: { emscripten_notify_memory_growth: (): void => {} } };
  const withInstance = reuseInstance(
    () => new WebAssembly.Instance(module, imports).exports as unknown as PngExports,
  );
  return function decodePng(bytes, header) {
    try {
      return decode(essentialPng(bytes), header);
    } catch (error) {
      if (!(error instanceof CodecError)) throw error;
      const repacked = repackedPng(bytes);
      if (repacked === undefined) throw error;
      return decode(repacked, header);
    }
  };

  function decode(pieces: readonly Uint8Array[], header: ImageHeader): RgbImage {
    return withInstance((png) => {
      const byteLength = bytesOf(pieces);
      const file = png.walloc(byteLength);
      copyIn(png.memory, file, pieces);
      const pixels = png.decode(file, byteLength);
      if (pixels <= 0) throw new CodecError(`the codec refused the data with ${pixels}`);
      png.wfree(file);
      const width = png.width();
      const height = png.height();
      expectSize({ width, height }, header);
      const rgb = flatten(viewOut(png.memory, pixels, width * height * 4), background);
      png.wfree(pixels);
      return { width, height, rgb };
    });
  }
}
