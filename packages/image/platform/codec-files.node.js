/** Node: the codecs are files of the installed package. */
import { readFile } from "node:fs/promises";

export async function readCodecFiles() {
  return { jpeg: await read("jpeg"), png: await read("png"), gif: await read("gif") };
}

function read(name) {
  return readFile(new URL(import.meta.resolve(`imagescript/wasm/any/${name}.wasm`)));
}
