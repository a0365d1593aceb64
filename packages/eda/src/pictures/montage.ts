/** Draws stored images side by side. */
import { STORED_SIZE } from "@inception-edge/image";
import { Canvas } from "@inception-edge/image/canvas";

/** Pixels between two images. */
export const GAP = 2;

/**
 * Images in one row, with gaps between them.
 *
 * @param images each `[64, 64, 3]`
 */
export function strip(images: readonly Uint8Array[]): Canvas {
  const width = images.length * STORED_SIZE + (images.length - 1) * GAP;
  const canvas = new Canvas(width, STORED_SIZE).fill(0xffffffff);
  for (const [index, rgb] of images.entries()) {
    canvas.replace(Canvas.fromRgb(rgb, STORED_SIZE), index * (STORED_SIZE + GAP), 0);
  }
  return canvas;
}
