/** Cuts the middle out of an image: no pixel is changed, the border is lost. */
import type { RgbImage } from "../rgb-image.ts";
import { checkSize } from "./check-size.ts";

/**
 * Where the border is odd, the smaller half of it is cut at the left and at the top.
 *
 * @throws {RangeError} the image is smaller than that
 */
export function centerCrop(image: RgbImage, width: number, height: number): RgbImage {
  checkSize(width, height);
  if (width > image.width || height > image.height) {
    throw new RangeError(`Cannot crop ${width}x${height} px out of ${image.width}x${image.height}`);
  }
  const left = Math.floor((image.width - width) / 2);
  const top = Math.floor((image.height - height) / 2);
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    const from = ((top + y) * image.width + left) * 3;
    rgb.set(image.rgb.subarray(from, from + width * 3), y * width * 3);
  }
  return { width, height, rgb };
}
