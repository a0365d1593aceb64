/// <reference lib="dom" />
/**
 * imagescript's own JPEG, PNG and GIF codecs, as WebAssembly modules whose bytes are the pinned ones.
 * Never imagescript's public entry: it loads a native addon, which crashes Node in a worker that exits,
 * and is several times slower. The calling convention of the codecs is undocumented and stable only
 * because the files are pinned: a new version means new hashes, a new look at codecs/*.ts and a new
 * WRAPPER_VERSION.
 */
import { readCodecFiles } from "#codec-files";

import type { ImageFormat } from "../header/image-header.ts";
import { sha256 } from "../sha256.ts";

/** Bytes of a codec's file, or a module where the host compiled it itself and shows no bytes. */
export type CodecFiles = Readonly<
  Record<ImageFormat, Uint8Array<ArrayBuffer> | WebAssembly.Module>
>;

export type CodecModules = Readonly<Record<ImageFormat, WebAssembly.Module>>;

export const IMAGESCRIPT_VERSION = "1.3.1";

/** Of `wasm/any/<format>.wasm` in the npm package; equal to the files in its git repository. */
export const CODEC_SHA256: Readonly<Record<ImageFormat, string>> = {
  jpeg: "019bcef4d864045e9b2df7e39ef6e7f3227d80b08a33742e1438441f2ddc2368",
  png: "3687bebda95af7572626ab02c09c60a79f160385abad979dbb494f6b17cda2cf",
  gif: "f7f44aba19ee1832542a5bcbb70ba08d4f578c5cfaddcc7c54c2e614f417f49d",
};

/** Checks and compiles the three codecs: those given, or those the platform finds. */
export async function loadCodecModules(files?: CodecFiles): Promise<CodecModules> {
  const { jpeg, png, gif } = files ?? (await readCodecFiles());
  return {
    jpeg: await compile("jpeg", jpeg),
    png: await compile("png", png),
    gif: await compile("gif", gif),
  };
}

async function compile(
  format: ImageFormat,
  file: CodecFiles[ImageFormat],
): Promise<WebAssembly.Module> {
  if (file instanceof WebAssembly.Module) return file;
  const actual = await sha256(file);
  if (actual !== CODEC_SHA256[format]) {
    throw new Error(
      `Cannot use the ${format} codec: its sha256 is ${actual}, expected ${CODEC_SHA256[format]}; install imagescript ${IMAGESCRIPT_VERSION} again`,
    );
  }
  return WebAssembly.compile(file);
}
