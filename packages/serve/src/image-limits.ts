/** The settings that bound an image, as the decoder takes them. */
import { DEFAULT_LIMITS } from "@inception-edge/image";
import type { ImageLimits } from "@inception-edge/image";
import type { Settings } from "./settings.ts";

export function imageLimits(settings: Settings): ImageLimits {
  return {
    ...DEFAULT_LIMITS,
    maxBytes: settings.MAX_IMAGE_BYTES,
    maxSide: settings.MAX_SIDE,
    maxPixels: settings.MAX_PIXELS,
    maxBaselinePixels: settings.MAX_BASELINE_PIXELS,
    maxScans: settings.MAX_SCANS,
  };
}
