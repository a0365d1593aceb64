/** Reads a GIF's header: that of its first image, the only one that is decoded, on its canvas. */
import { findGifFirstImage } from "./gif-first-image.ts";
import type { ImageHeader } from "./image-header.ts";

export function readGifHeader(bytes: Uint8Array): ImageHeader {
  const { canvas, interlaced, complete } = findGifFirstImage(bytes);
  return {
    format: "gif",
    ...canvas,
    channels: 3,
    bitDepth: 8,
    orientation: 1,
    progressive: interlaced,
    scans: 1,
    complete,
  };
}
