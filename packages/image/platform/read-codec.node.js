/** Node: the codecs are files of installed packages. */
import { readFile } from "node:fs/promises";
import { CODEC_PATHS } from "./codec-paths.js";

export function readCodec(format) {
  return readFile(new URL(import.meta.resolve(CODEC_PATHS[format])));
}
