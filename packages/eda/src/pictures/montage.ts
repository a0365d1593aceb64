/** Stored images side by side, composed with imagescript. */
import Framebuffer from "imagescript/v2/framebuffer.mjs";
import { STORED_SIZE } from "@inception-edge/image";

/** Pixels between two images. */
export const GAP = 2;

/** `[64, 64, 3]` each, in one row with gaps; no gap at the ends. */
export function strip(images: readonly Uint8Array[]): Framebuffer {
  const width = images.length * STORED_SIZE + (images.length - 1) * GAP;
  const frame = new Framebuffer(width, STORED_SIZE).fill(0xffffffff);
  for (const [place, rgb] of images.entries()) {
    frame.replace(frameOf(rgb), place * (STORED_SIZE + GAP), 0);
  }
  return frame;
}

/** RGB to RGBA. */
function frameOf(rgb: Uint8Array): Framebuffer {
  const rgba = new Uint8Array((rgb.length / 3) * 4);
  for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) {
    rgba[to] = rgb[from]!;
    rgba[to + 1] = rgb[from + 1]!;
    rgba[to + 2] = rgb[from + 2]!;
    rgba[to + 3] = 255;
  }
  return new Framebuffer(STORED_SIZE, STORED_SIZE, rgba);
}
