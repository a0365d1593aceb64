/** RGBA pixels to a PNG. */
import { encode } from "imagescript/png/src/png.mjs";

/**
 * Encodes `[height, width, 4]` pixels of an image of that width.
 * @param level of deflate, 0 (stored) to 9 (smallest)
 */
export function encodePng(rgba: Uint8Array, width: number, level: number): Uint8Array {
  return encode(rgba, { width, height: rgba.length / 4 / width, channels: 4, level });
}
