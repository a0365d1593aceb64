/** Light, contrast, sharpness and size of all images, and those at the ends. */
import { STORED_SIZE } from "@inception-edge/image";
import { standardDeviation, type Moments } from "../measure/luma.ts";
import type { Measures } from "../measure/measure-dataset.ts";
import type { ImageReport, NamedImage, RankedImage } from "../report.ts";
import { distribution, smallest } from "./distribution.ts";

/** Images shown at each end. */
const SHOWN = 24;
/** Standard deviation of luma below which an image shows nothing, of 255. */
const BLANK = 2;

const PIXELS = STORED_SIZE ** 2;
const INNER_PIXELS = (STORED_SIZE - 2) ** 2;

export function describeImages(
  { images, table }: Measures,
  nameOf: (row: number) => NamedImage,
): ImageReport {
  const rows = [...table.decoded.keys()].filter((row) => table.decoded[row] === 1);
  const { lumaSums, laplacianSums, width, height } = table;
  const each = (of: (row: number) => number): Float64Array => Float64Array.from(rows, of);
  const brightness = each((row) => lumaSums[row * 2]! / PIXELS);
  const contrast = each((row) => standardDeviation(momentsAt(lumaSums, row), PIXELS));
  const sharpness = each((row) => standardDeviation(momentsAt(laplacianSums, row), INNER_PIXELS));
  const seen = contrast.map((value) => (value < BLANK ? Infinity : 0));

  function rank(values: Float64Array, by: (value: number, at: number) => number): RankedImage[] {
    return smallest(values.map(by), SHOWN).map((at) => ({
      ...nameOf(rows[at]!),
      value: values[at]!,
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
    // What is blank is listed as such; that it is not sharp either is no news.
    blurriest: rank(sharpness, (value, at) => value + seen[at]!),
    flattest: rank(contrast, (value) => value),
    blank: rows.filter((_, at) => seen[at] === Infinity).map((row) => images[row]!.path),
  };
}

function momentsAt(sums: Float64Array | Uint32Array, row: number): Moments {
  return { sum: sums[row * 2]!, sumOfSquares: sums[row * 2 + 1]! };
}
