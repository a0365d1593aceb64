/**
 * The second step of the input contract: the stored image to the size of the model's input, by the one method that
 * the bundle names. Training, reports and serving must all take the same.
 */
import { resizeBilinear } from "./resize/bilinear.ts";
import { centerCrop } from "./resize/center-crop.ts";
import { resizeNearest } from "./resize/nearest.ts";
import type { RgbImage } from "./rgb-image.ts";

/** `bilinear` and `nearest` are Pillow's, bit for bit. */
export const resizeMethods = ["bilinear", "nearest", "center-crop"] as const;

/** One of `resizeMethods`. */
export type ResizeMethod = (typeof resizeMethods)[number];

const resizeBy: Readonly<Record<ResizeMethod, typeof resizeBilinear>> = {
  bilinear: resizeBilinear,
  nearest: resizeNearest,
  "center-crop": centerCrop,
};

/** @param size pixels per side, 56 for the model by default */
export function toInput(stored: RgbImage, method: ResizeMethod, size: number): RgbImage {
  return resizeBy[method](stored, size, size);
}
