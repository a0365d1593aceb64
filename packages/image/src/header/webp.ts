/** Reads a WebP's header: that of its image, or of an animation's first frame, on its canvas. */
import { exifOrientation } from "./exif.ts";
import type { ImageHeader } from "./image-header.ts";
import { findWebpFirstFrame } from "./webp-first-frame.ts";

export function readWebpHeader(bytes: Uint8Array): ImageHeader {
  const { canvas, hasAlpha, exif, complete } = findWebpFirstFrame(bytes);
  return {
    format: "webp",
    ...canvas,
    channels: hasAlpha ? 4 : 3,
    bitDepth: 8,
    orientation: exif === undefined ? 1 : exifOrientation(exif),
    progressive: false,
    scans: 1,
    complete,
  };
}
