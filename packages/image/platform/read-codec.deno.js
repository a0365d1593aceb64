/**
 * Deno: the codecs come with the module graph, which needs no permission, and each is compiled when it is
 * asked for. A compiled module cannot be hashed, so where reading was permitted anyway (asking never prompts)
 * the bytes are handed out instead. JavaScript, because TypeScript does not parse `import.source` yet; the
 * paths stand here once more, because Deno finds only those that are written out.
 */
import { CODEC_PATHS } from "./codec-paths.js";

const compiled = {
  jpeg: () => import.source("@cwasm/jpeg-turbo/jpeg-turbo.wasm"),
  png: () => import.source("imagescript/wasm/any/png.wasm"),
  gif: () => import.source("@cwasm/nsgif/nsgif.wasm"),
  webp: () => import.source("@cwasm/webp/webp.wasm"),
  avif: () => import.source("@jsquash/avif/codec/dec/avif_dec.wasm"),
  "jpeg-encoder": () => import.source("imagescript/wasm/any/jpeg.wasm"),
};

export async function readCodec(format) {
  const path = new URL(import.meta.resolve(CODEC_PATHS[format]));
  const { state } = await Deno.permissions.query({ name: "read", path });
  // What is not in the graph, Deno itself refuses to read.
  const isReadable = state === "granted" || !(format in compiled);
  return isReadable ? await Deno.readFile(path) : await compiled[format]();
}
