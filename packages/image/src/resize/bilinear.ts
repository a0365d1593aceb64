/**
 * Antialiased bilinear resize, bit for bit Pillow's `resize(size, Image.BILINEAR)`: horizontally first,
 * rounded to 8 bits, then vertically (`ImagingResample` in src/libImaging/Resample.c).
 */
import type { RgbImage } from "../rgb-image.ts";
import {
  bilinearCoefficients,
  TAP_BITS,
  type ResizeTaps,
  type Span,
} from "./bilinear-coefficients.ts";
import { checkSize } from "./check-size.ts";
import { resizeColumnsByThree, resizeRowsByThree } from "./three-taps.ts";

const HALF = 2 ** (TAP_BITS - 1);

/** What the image fills of the image (`box`) squeezed to that size; the same object when it already has it. */
export function resizeBilinear(image: RgbImage, width: number, height: number): RgbImage {
  checkSize(width, height);
  const { box = { left: 0, top: 0, width: image.width, height: image.height } } = image;
  const isNarrow = width === image.width && width === box.width;
  const isLow = height === image.height && height === box.height;
  const across = { start: box.left, length: box.width };
  const narrowed = isNarrow ? image : resizeRows(image, width, tapsFor(image.width, width, across));
  const down = { start: box.top, length: box.height };
  return isLow ? narrowed : resizeColumns(narrowed, height, tapsFor(image.height, height, down));
}

/** Of a whole axis, the last ones: stored images are brought to the size of the input one after another. */
let kept: { readonly from: number; readonly to: number; readonly taps: ResizeTaps } | undefined;

function tapsFor(from: number, to: number, span: Span): ResizeTaps {
  if (span.start !== 0 || span.length !== from) return bilinearCoefficients(from, to, span);
  if (kept?.from !== from || kept.to !== to)
    kept = { from, to, taps: bilinearCoefficients(from, to) };
  return kept.taps;
}

function resizeRows(image: RgbImage, width: number, taps: ResizeTaps): RgbImage {
  if (taps.count === 3) return resizeRowsByThree(image, width, taps);
  const { count, starts, weights } = taps;
  const { height, rgb: source } = image;
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0, to = 0; y < height; y += 1) {
    const row = y * image.width;
    for (let x = 0, tap = 0; x < width; x += 1, to += 3) {
      let red = HALF;
      let green = HALF;
      let blue = HALF;
      let from = (row + starts[x]!) * 3;
      // `imul` and `| 0` keep the sums in integer registers: four times the speed of plain numbers.
      for (const end = tap + count; tap < end; tap += 1, from += 3) {
        const weight = weights[tap]!;
        red = (red + Math.imul(source[from]!, weight)) | 0;
        green = (green + Math.imul(source[from + 1]!, weight)) | 0;
        blue = (blue + Math.imul(source[from + 2]!, weight)) | 0;
      }
      rgb[to] = toByte(red);
      rgb[to + 1] = toByte(green);
      rgb[to + 2] = toByte(blue);
    }
  }
  return { width, height, rgb };
}

function resizeColumns(image: RgbImage, height: number, taps: ResizeTaps): RgbImage {
  if (taps.count === 3) return resizeColumnsByThree(image, height, taps);
  const { count, starts, weights } = taps;
  const { width, rgb: source } = image;
  const stride = width * 3;
  const rgb = new Uint8Array(stride * height);
  const sums = new Int32Array(stride);
  for (let y = 0, tap = 0; y < height; y += 1) {
    sums.fill(HALF);
    let from = starts[y]! * stride;
    for (const end = tap + count; tap < end; tap += 1, from += stride) {
      const weight = weights[tap]!;
      for (let column = 0; column < stride; column += 1) {
        sums[column]! += Math.imul(source[from + column]!, weight);
      }
    }
    const to = y * stride;
    for (let column = 0; column < stride; column += 1) rgb[to + column] = toByte(sums[column]!);
  }
  return { width, height, rgb };
}

/** Weights are never negative, so a sum can only pass the upper end. */
function toByte(sum: number): number {
  return Math.min(255, sum >> TAP_BITS);
}
