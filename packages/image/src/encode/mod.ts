/**
 * Pixels to JPEG and PNG, by imagescript's encoders: the same bytes on every machine.
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
export { loadJpegEncoder, type EncodeJpeg } from "./jpeg-encoder.ts";
export { encodePng } from "./png-encoder.ts";
