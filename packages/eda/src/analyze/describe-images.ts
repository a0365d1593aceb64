/** Describes all images: size, shape, brightness, contrast and sharpness, and which are at the extremes or flagged. */
import { STORED_SIZE } from "@inception-edge/image";
import type { ImageReport, NamedImage, RankedImage } from "../image-report.ts";
import { standardDeviation, type Moments } from "../measure/luma.ts";
import type { Measures } from "../measure/measure-dataset.ts";
import { distribution, smallest, type Distribution } from "./distribution.ts";
import { BLANK, flagImages } from "./flag-images.ts";

/** Images listed at each extreme. */
const SHOWN = 24;
/** Bins of the histogram of shapes, from 1:4 to 4:1 by equal factors. */
const SHAPE_BINS = 33;
const WIDEST = 4;

const PIXELS = STORED_SIZE ** 2;
const INNER_PIXELS = (STORED_SIZE - 2) ** 2;

export function describeImages(
  measures: Measures,
  nameOf: (row: number) => NamedImage,
): ImageReport {
  const { images, table } = measures;
  const rows = [...table.decoded.keys()].filter((row) => table.decoded[row] === 1);
  const { lumaSums, laplacianSums, focus, width, height } = table;
  const each = (measure: (row: number) => number): Float64Array => Float64Array.from(rows, measure);
  const brightness = each((row) => lumaSums[row * 2]! / PIXELS);
  const contrast = each((row) => standardDeviation(momentsAt(lumaSums, row), PIXELS));
  const sharpness = each((row) => standardDeviation(momentsAt(laplacianSums, row), INNER_PIXELS));
  const sizes = (measure: (row: number) => number): Distribution =>
    distribution(each(measure), { isLogarithmic: true });
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
    focus: distribution(each((row) => focus[row]!).filter((value) => !Number.isNaN(value))),
    bytes: sizes((row) => images[row]!.bytes),
    width: sizes((row) => width[row]!),
    height: sizes((row) => height[row]!),
    aspect: distribution(each((row) => width[row]! / height[row]!)),
    shapes: shapeBins(each((row) => width[row]! / height[row]!)),
    darkest: rank(brightness, (value) => value),
    brightest: rank(brightness, (value) => -value),
    // Blank images go last here: they have a list of their own.
    blurriest: rank(
      each((row) => focus[row]!),
      (value, index) => (isBlank[index] ? Infinity : value),
    ).filter(({ value }) => !Number.isNaN(value)),
    flattest: rank(contrast, (value) => value),
    blank: rows.filter((_, index) => isBlank[index]).map((row) => images[row]!.path),
    flagged: flagImages(measures, rows, nameOf),
  };
}

/** Counts by aspect ratio, from 1:4 to 4:1; what is longer counts in the first and the last bin. */
function shapeBins(aspects: Float64Array): number[] {
  const bins = Array.from({ length: SHAPE_BINS }, () => 0);
  for (const aspect of aspects) {
    const share = (Math.log(aspect) / Math.log(WIDEST) + 1) / 2;
    bins[Math.min(SHAPE_BINS - 1, Math.max(0, Math.floor(share * SHAPE_BINS)))]! += 1;
  }
  return bins;
}

function momentsAt(sums: Float64Array | Uint32Array, row: number): Moments {
  return { sum: sums[row * 2]!, sumOfSquares: sums[row * 2 + 1]! };
}
