/**
 * Nearest-neighbour resize, bit for bit Pillow's `resize(size, Image.NEAREST)`, which is also the default
 * of Keras's `flow_from_directory`. It drops pixels and aliases; it is here for weights trained that way.
 */
import type { RgbImage } from "../rgb-image.ts";
import { checkSize } from "./check-size.ts";

/**
 * `[outSize]`: the input sample that each output sample along an axis repeats. Pillow samples centres and
 * *accumulates* the position in float64 (`ImagingScaleAffine` in src/libImaging/Geometry.c), so that ties
 * fall differently than in `floor((i + 0.5) * inSize / outSize)`: 4 of 56 do for 64 → 56.
 */
export function nearestIndices(inSize: number, outSize: number): Int32Array {
  const step = inSize / outSize;
  const indices = new Int32Array(outSize);
  for (let index = 0, position = step * 0.5; index < outSize; index += 1, position += step) {
    indices[index] = Math.min(inSize - 1, Math.trunc(position));
  }
  return indices;
}

/** The image squeezed to that size. */
export function resizeNearest(image: RgbImage, width: number, height: number): RgbImage {
  checkSize(width, height);
  const columns = nearestIndices(image.width, width);
  const rows = nearestIndices(image.height, height);
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0, to = 0; y < height; y += 1) {
    const row = rows[y]! * image.width;
    for (let x = 0; x < width; x += 1, to += 3) {
      const from = (row + columns[x]!) * 3;
      rgb[to] = image.rgb[from]!;
      rgb[to + 1] = image.rgb[from + 1]!;
      rgb[to + 2] = image.rgb[from + 2]!;
    }
  }
  return { width, height, rgb };
}
