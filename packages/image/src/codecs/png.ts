/// <reference lib="dom" />
/**
 * imagescript's png.wasm (libspng) behind a function from bytes to RGB over a background.
 * It knows every colour type, bit depth and interlacing, and checks the checksums; gamma and colour
 * profiles are not applied. An animated PNG gives its default image.
 */
import { flatten } from "../flatten.ts";
import type { Background } from "../flatten.ts";
import { expectSize, CodecError, copyIn, reuseInstance, viewOut } from "./codec.ts";
import type { Codec, CodecExports } from "./codec.ts";

interface PngExports extends CodecExports {
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
    return withInstance((png) => {
      const file = copyIn(png, bytes);
      const pixels = png.decode(file, bytes.length);
      if (pixels <= 0) throw new CodecError(`the codec refused the data with ${pixels}`);
      png.wfree(file);
      const width = png.width();
      const height = png.height();
      expectSize({ width, height }, header);
      const rgb = flatten(viewOut(png, pixels, width * height * 4), background);
      png.wfree(pixels);
      return { width, height, rgb };
    });
  };
}
