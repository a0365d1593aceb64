/// <reference lib="dom" />
/**
 * The codecs as WebAssembly modules whose bytes are the pinned ones. Of their packages nothing but the
 * WebAssembly is used (and AVIF's Emscripten glue): imagescript's public entry loads a native addon, which
 * crashes Node in a worker that exits, and is several times slower. How the modules are called is documented
 * nowhere and stable only because they are pinned: a new version means new hashes, a new look at codecs/*.ts
 * and a new WRAPPER_VERSION.
 */
import { readCodec as readOnThisPlatform } from "#read-codec";
import { sha256 } from "../sha256.ts";
import {
  PINNED_CODECS,
  PINNED_ENCODERS,
  PINNED_EXTRA_CODECS,
  type CodecName,
} from "./pinned-codecs.ts";
import type { ReadCodec } from "./read-codec.ts";

/**
 * Checks and compiles the codec that was given, or that the platform finds.
 *
 * @throws {Error} it is missing or is not the pinned one
 */
export async function loadCodecModule(
  name: CodecName,
  readCodec: ReadCodec = readOnThisPlatform,
): Promise<WebAssembly.Module> {
  const file = await readCodec(name);
  if (file instanceof WebAssembly.Module) return file;
  const actual = await sha256(file);
  const pinned = { ...PINNED_CODECS, ...PINNED_EXTRA_CODECS, ...PINNED_ENCODERS }[name];
  if (actual !== pinned.sha256) {
    throw new Error(
      `Cannot use the ${name} codec: its sha256 is ${actual}, expected ${pinned.sha256}; install ${pinned.from} again`,
    );
  }
  return WebAssembly.compile(file);
}
