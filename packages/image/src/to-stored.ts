/**
 * The first step of the input contract: any image to a small square, by default that of Tiny ImageNet, whose images are
 * themselves antialiased reductions of photos. This is what makes an upload look like what was trained on.
 */
import { MIN_SHORT_SIDE } from "./codecs/dct-scale.ts";
import { resizeBilinear } from "./resize/bilinear.ts";
import type { RgbImage } from "./rgb-image.ts";

/** Pixels per side of a stored image where nothing else is said. A pack and a bundle each name their own. */
export const STORED_SIZE = 64;

/** The largest: a large JPEG is decoded to as few pixels per side, and would have to be enlarged for more. */
export const MAX_STORED_SIZE: number = MIN_SHORT_SIDE;

/** Bytes of a stored image: uint8 `[size, size, 3]`. */
export function storedBytes(size: number): number {
  return size ** 2 * 3;
}

/** Bytes of one of the default size. */
export const STORED_BYTES: number = storedBytes(STORED_SIZE);

/** The image squeezed (not cropped) to `size` × `size`, antialiased; the same object when it already is. */
export function toStored(image: RgbImage, size: number = STORED_SIZE): RgbImage {
  return resizeBilinear(image, size, size);
}
