/** Deterministic noise, in which every mistake of a resize shows. */
import type { RgbImage } from "@inception-edge/image";

/** The top bytes of `x ← x * 1664525 + 1013904223 mod 2^32`, starting from `x = width * height`. */
export function noise(width: number, height: number): RgbImage {
  const rgb = new Uint8Array(width * height * 3);
  let state = width * height;
  for (let at = 0; at < rgb.length; at += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    rgb[at] = state >>> 24;
  }
  return { width, height, rgb };
}
