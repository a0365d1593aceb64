/**
 * Pixels to JPEG and PNG, by imagescript's encoders: the same bytes on every machine.
 *
 * @module
 */
export { loadJpegEncoder, type EncodeJpeg } from "./jpeg-encoder.ts";
export { encodePng } from "./png-encoder.ts";
