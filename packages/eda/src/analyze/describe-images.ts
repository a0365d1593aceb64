/** Describes all images: brightness, contrast, sharpness and size, and which images are at the extremes. */
import { STORED_SIZE } from "@inception-edge/image";
import { standardDeviation, type Moments } from "../measure/luma.ts";
import type { Measures } from "../measure/measure-dataset.ts";
import type { ImageReport, NamedImage, RankedImage } from "../report.ts";
import { distribution, smallest } from "./distribution.ts";

/** Images listed at each extreme. */
const SHOWN = 24;
/** Standard deviation of luma, of 255, below which an image is blank. */
const BLANK = 2;

const PIXELS = STORED_SIZE ** 2;
const INNER_PIXELS = (STORED_SIZE - 2) ** 2;

export function describeImages(
  { images, table }: Measures,
  nameOf: (row: number) => NamedImage,
): ImageReport {
  const rows = [...table.decoded.keys()].filter((row) => table.decoded[row] === 1);
  const { lumaSums, laplacianSums, width, height } = table;
  const each = (measure: (row: number) => number): Float64Array => Float64Array.from(rows, measure);
  const brightness = each((row) => lumaSums[row * 2]! / PIXELS);
  const contrast = each((row) => standardDeviation(momentsAt(lumaSums, row), PIXELS));
  const sharpness = each((row) => standardDeviation(momentsAt(laplacianSums, row), INNER_PIXELS));
  const isBlank = Array.from(contrast, (value) => value < BLANK);

  function rank(
    values: Float64Array,
    order: (value: number, index: number) => number,
  ): RankedImage[] {
    return smallest(values.map(order), SHOWN).map((index) => ({
      ...nameOf(rows[index]!),
      value: values[index]!,
    }));
  }
  return {
    brightness: distribution(brightness),
    contrast: distribution(contrast),
    sharpness: distribution(sharpness),
    bytes: distribution(each((row) => images[row]!.bytes)),
    aspect: distribution(each((row) => width[row]! / height[row]!)),
    darkest: rank(brightness, (value) => value),
    brightest: rank(brightness, (value) => -value),
    // Blank images go last here: they have a list of their own.
    blurriest: rank(sharpness, (value, index) => (isBlank[index] ? Infinity : value)),
    flattest: rank(contrast, (value) => value),
    blank: rows.filter((_, index) => isBlank[index]).map((row) => images[row]!.path),
  };
}

function momentsAt(sums: Float64Array | Uint32Array, row: number): Moments {
  return { sum: sums[row * 2]!, sumOfSquares: sums[row * 2 + 1]! };
}
