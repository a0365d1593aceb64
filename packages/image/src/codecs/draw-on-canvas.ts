/** Lays an image on its canvas: the first of an animation may cover only a part of it. */
import type { RgbImage } from "../rgb-image.ts";
import type { Size } from "./codec.ts";

interface Place {
  readonly canvas: Size;
  readonly left: number;
  readonly top: number;
}

/** @param colour red, green and blue of what the image does not cover @param image lies on the canvas wholly */
export function drawOnCanvas(
  { canvas, left, top }: Place,
  image: RgbImage,
  [red, green, blue]: ArrayLike<number> & Iterable<number>,
): RgbImage {
  const { width, height } = image;
  if (width === canvas.width && height === canvas.height) return image;
  const rgb = new Uint8Array(canvas.width * canvas.height * 3);
  for (let to = 0; to < rgb.length; to += 3) {
    rgb[to] = red!;
    rgb[to + 1] = green!;
    rgb[to + 2] = blue!;
  }
  for (let row = 0; row < height; row += 1) {
    const line = image.rgb.subarray(row * width * 3, (row + 1) * width * 3);
    rgb.set(line, ((top + row) * canvas.width + left) * 3);
  }
  return { ...canvas, rgb };
}
