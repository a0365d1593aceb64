/** Turns an image upright, as its EXIF orientation says. */
import type { Orientation } from "./header/image-header.ts";
import type { Box, RgbImage } from "./rgb-image.ts";

interface Turn {
  /** The upright image's columns are the stored image's rows. */
  readonly transposed: boolean;
  /** The stored image is read from its right side. */
  readonly fromRight: boolean;
  /** The stored image is read from its bottom. */
  readonly fromBottom: boolean;
}

/** EXIF 2.32 §4.6.4: which side of the image the stored row 0 and column 0 are. */
const TURNS: Readonly<Record<Orientation, Turn>> = {
  1: { transposed: false, fromRight: false, fromBottom: false }, // row 0 top, column 0 left
  2: { transposed: false, fromRight: true, fromBottom: false }, // top, right
  3: { transposed: false, fromRight: true, fromBottom: true }, // bottom, right
  4: { transposed: false, fromRight: false, fromBottom: true }, // bottom, left
  5: { transposed: true, fromRight: false, fromBottom: false }, // left, top
  6: { transposed: true, fromRight: false, fromBottom: true }, // right, top
  7: { transposed: true, fromRight: true, fromBottom: true }, // right, bottom
  8: { transposed: true, fromRight: true, fromBottom: false }, // left, bottom
};

/** The upright image; the same object when it already is (orientation 1). */
export function orient(image: RgbImage, orientation: Orientation): RgbImage {
  if (orientation === 1) return image;
  const { transposed, fromRight, fromBottom } = TURNS[orientation];
  const { width: storedWidth, height: storedHeight, rgb: stored } = image;
  // Where the first pixel lies, and how far it is to the next stored column and row, in pixels.
  const first =
    (fromRight ? storedWidth - 1 : 0) + (fromBottom ? storedHeight - 1 : 0) * storedWidth;
  const column = fromRight ? -1 : 1;
  const row = fromBottom ? -storedWidth : storedWidth;

  const [width, height] = transposed ? [storedHeight, storedWidth] : [storedWidth, storedHeight];
  const [alongX, alongY] = transposed ? [row, column] : [column, row];
  const rgb = new Uint8Array(stored.length);
  for (let y = 0, to = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, to += 3) {
      const from = (first + x * alongX + y * alongY) * 3;
      rgb[to] = stored[from]!;
      rgb[to + 1] = stored[from + 1]!;
      rgb[to + 2] = stored[from + 2]!;
    }
  }
  const box = image.box && orientBox(image.box, image, TURNS[orientation]);
  return { width, height, rgb, ...(box ? { box } : {}) };
}

function orientBox(
  box: Box,
  { width, height }: RgbImage,
  { transposed, fromRight, fromBottom }: Turn,
): Box {
  const left = fromRight ? width - box.left - box.width : box.left;
  const top = fromBottom ? height - box.top - box.height : box.top;
  return transposed
    ? { left: top, top: left, width: box.height, height: box.width }
    : { left, top, width: box.width, height: box.height };
}
