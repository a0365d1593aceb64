/**
 * HEIC, as iPhones and some other phones take photographs, for hosts that may read files (Node; Deno with the right to):
 * its codec, 1.4 MB of WebAssembly, is in the package `libheif-js` (LGPL), which is installed where it is wanted, and is
 * loaded when the first HEIC comes.
 *
 * @example
 * ```ts
 * import { loadDecoder } from "@inception-edge/image";
 * import { heic } from "@inception-edge/image/heic";
 *
 * const decoder = await loadDecoder({ extra: [heic] });
 * ```
 *
 * @module
 */
import type { ExtraCodec } from "./codecs/extra-codec.ts";
import { ImageError } from "./image-error.ts";

/** For `loadDecoder({ extra: [heic] })`. Where `libheif-js` is not installed, every HEIC is `unsupported`. */
export const heic: ExtraCodec = {
  format: "heic",
  async load(options) {
    const { loadCodec } = await import("./codecs/load-codec.ts");
    const { createHeicCodec } = await import("./codecs/heic.ts");
    try {
      return await loadCodec("heic", createHeicCodec, options);
    } catch (error) {
      if (!isMissing(error)) throw error;
      return () => {
        throw new ImageError(
          "unsupported",
          "Cannot decode heic: its codec is not installed; install libheif-js, or save the image as JPEG or PNG",
        );
      };
    }
  },
};

function isMissing(error: unknown): boolean {
  const { code } = error as { readonly code?: string };
  return code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND";
}
