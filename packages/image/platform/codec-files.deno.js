/**
 * Deno: the codecs come with the module graph, which needs no permission. A compiled module cannot be
 * hashed, so where reading was permitted anyway (asking never prompts) the bytes are handed out instead.
 * JavaScript, because TypeScript does not parse `import source` yet.
 */
import source gif from "imagescript/wasm/any/gif.wasm";
import source jpeg from "imagescript/wasm/any/jpeg.wasm";
import source png from "imagescript/wasm/any/png.wasm";

export async function readCodecFiles() {
  return {
    jpeg: await bytesIfPermitted("jpeg", jpeg),
    png: await bytesIfPermitted("png", png),
    gif: await bytesIfPermitted("gif", gif),
  };
}

async function bytesIfPermitted(name, compiled) {
  const path = new URL(import.meta.resolve(`imagescript/wasm/any/${name}.wasm`));
  const { state } = await Deno.permissions.query({ name: "read", path });
  return state === "granted" ? await Deno.readFile(path) : compiled;
}
