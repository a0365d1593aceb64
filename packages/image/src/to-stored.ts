/**
 * The first step of the input contract: any image to the size of Tiny ImageNet, whose images are
 * themselves antialiased reductions of photos. This is what makes an upload look like what was trained on.
 */
import { resizeBilinear } from "./resize/bilinear.ts";
import type { RgbImage } from "./rgb-image.ts";

/** Pixels per side of the images in the packed dataset. */
export const STORED_SIZE = 64;

/** Bytes of one of them: uint8 `[64, 64, 3]`. */
export const STORED_BYTES: number = STORED_SIZE ** 2 * 3;

/** The image squeezed (not cropped) to 64x64, antialiased; the same object when it already is. */
export function toStored(image: RgbImage): RgbImage {
  return resizeBilinear(image, STORED_SIZE, STORED_SIZE);
}
