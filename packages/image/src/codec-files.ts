/**
 * The files of the codecs, for what puts them beside a page: there `loadDecoder({ readCodec })` gets them from it.
 *
 * @example
 * ```ts
 * import { imageFormats } from "@inception-edge/image";
 * import { readCodec } from "@inception-edge/image/codec-files";
 *
 * for (const format of imageFormats) {
 *   const wasm = await readCodec(format);
 *   console.log(format, wasm instanceof WebAssembly.Module ? "compiled" : wasm.length);
 * }
 * ```
 *
 * @module
 */
export { readCodec } from "#read-codec";
