/**
 * Browsers: the codecs are fetched from where the page's import map puts their packages.
 * A bundler that does not know `import.meta.resolve` passes `loadDecoder({ readCodec })` a function of its own.
 */
import { CODEC_PATHS } from "./codec-paths.js";

export async function readCodec(format) {
  const url = import.meta.resolve(CODEC_PATHS[format]);
  const response = await fetch(url);
  if (!response.ok) {
    throw new Error(`Cannot download the codec "${url}": the server answered ${response.status}`);
  }
  return new Uint8Array(await response.arrayBuffer());
}
