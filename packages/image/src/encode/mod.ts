/**
 * Pixels to JPEG and PNG, and a canvas to lay images on. All of it is imagescript's: the only other part of the project
 * that knows its insides is codecs/.
 *
 * @module
 */
export { Canvas } from "./canvas.ts";
export { loadJpegEncoder, type EncodeJpeg } from "./jpeg-encoder.ts";
export { encodePng } from "./png-encoder.ts";
export { loadTextWriter, type TextStyle, type WriteText } from "./text.ts";
