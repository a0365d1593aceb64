/**
 * Pixels to JPEG and PNG, and a canvas to lay images on. All of it is imagescript's: the only other part of the project
 * that knows its insides is codecs/.
 *
 * @example
 * ```ts
 * import { writeFile } from "node:fs/promises";
 * import { loadJpegEncoder } from "@inception-edge/image/encode";
 *
 * const encodeJpeg = await loadJpegEncoder(90);
 * const white = new Uint8Array(64 * 48 * 4).fill(255); // RGBA
 * await writeFile("white.jpg", encodeJpeg(white, 64));
 * ```
 *
 * @module
 */
export { Canvas } from "./canvas.ts";
export { loadJpegEncoder, type EncodeJpeg } from "./jpeg-encoder.ts";
export { encodePng } from "./png-encoder.ts";
export { loadTextWriter, type TextStyle, type WriteText } from "./text.ts";
