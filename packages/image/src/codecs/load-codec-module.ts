/// <reference lib="dom" />
/**
 * The codecs as WebAssembly modules whose bytes are the pinned ones. Of their packages nothing but the
 * WebAssembly is used (and AVIF's Emscripten glue): imagescript's public entry loads a native addon, which
 * crashes Node in a worker that exits, and is several times slower. How the modules are called is documented
 * nowhere and stable only because they are pinned: a new version means new hashes, a new look at codecs/*.ts
 * and a new WRAPPER_VERSION.
 */
import { readCodec as readOnThisPlatform } from "#read-codec";

import type { ImageFormat } from "../header/image-header.ts";
import { sha256 } from "../sha256.ts";

/** Bytes of a codec's file, or a module where the host compiled it itself and shows no bytes. */
export type CodecFile = Uint8Array<ArrayBuffer> | WebAssembly.Module;

export type ReadCodec = (format: ImageFormat) => Promise<CodecFile>;

interface PinnedCodec {
  /** The npm package, with its version. */
  readonly from: string;
  readonly sha256: string;
}

export const PINNED_CODECS: Readonly<Record<ImageFormat, PinnedCodec>> = {
  jpeg: {
    from: "@cwasm/jpeg-turbo@0.1.3", // libjpeg-turbo 2.0.4
    sha256: "80ed55eef2d0ff276f837ef521fad8181ccdfa6f298f652f6e45aed7fbbbc871",
  },
  png: {
    from: "imagescript@1.3.1", // libspng
    sha256: "3687bebda95af7572626ab02c09c60a79f160385abad979dbb494f6b17cda2cf",
  },
  gif: {
    from: "@cwasm/nsgif@0.1.2", // libnsgif 0.2.1
    sha256: "fd94eff479fb01a4a0c17944862c6c6da781cb7b4ff7682c444c235493909aa4",
  },
  webp: {
    from: "@cwasm/webp@0.1.5", // libwebp 1.1.0
    sha256: "b0bc0f19c589f0d7f27cd98191bc113d0779108a10f38538f466cea4985c480e",
  },
  avif: {
    from: "@jsquash/avif@2.1.1", // libavif 1.0.1, libaom 3.7.0
    sha256: "5c35dde23dfd862088a49a6b8a9fe81f9f9a1a46aaa27de7efd7baa7611c4b47",
  },
};

/**
 * Checks and compiles the codec that was given, or that the platform finds.
 *
 * @throws {Error} it is missing or is not the pinned one
 */
export async function loadCodecModule(
  format: ImageFormat,
  readCodec: ReadCodec = readOnThisPlatform,
): Promise<WebAssembly.Module> {
  const file = await readCodec(format);
  if (file instanceof WebAssembly.Module) return file;
  const actual = await sha256(file);
  const pinned = PINNED_CODECS[format];
  if (actual !== pinned.sha256) {
    throw new Error(
      `Cannot use the ${format} codec: its sha256 is ${actual}, expected ${pinned.sha256}; install ${pinned.from} again`,
    );
  }
  return WebAssembly.compile(file);
}
