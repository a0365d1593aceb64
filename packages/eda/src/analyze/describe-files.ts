/** Describes the files: formats, sizes, colors, and files whose name claims another format. */
import { decodableFormats, namedImageFormat, type ImageFormat } from "@inception-edge/image";
import type { Measures } from "../measure/measure-dataset.ts";
import type { ColorModes, FileReport, ImageSize, Misnamed } from "../report.ts";

/** A difference between channels, of 255, that JPEG's rounding explains. */
const NEARLY_GRAY = 8;

const SIZES_LISTED = 20;

export type ColorMode = keyof ColorModes;

/** The color mode of a decoded row. */
export function colorModeOf({ table }: Measures, row: number): ColorMode {
  if (table.channels[row]! < 3) return "oneChannel";
  const range = table.colorRange[row]!;
  if (range === 0) return "greyStoredAsColour";
  return range <= NEARLY_GRAY ? "nearlyGrey" : "colour";
}

/** The number of gray images of both kinds: one channel in the file, or three equal ones. */
export function grayImages({
  oneChannel,
  greyStoredAsColour,
}: Pick<ColorModes, "oneChannel" | "greyStoredAsColour">): number {
  return oneChannel + greyStoredAsColour;
}

export function describeFiles(measures: Measures, trainCount: number): FileReport {
  const { images, table, defects } = measures;
  const formats: Partial<Record<ImageFormat, number>> = {};
  const counts = { train: noImages(), val: noImages() };
  const paths: Record<ColorMode, string[]> = {
    colour: [],
    nearlyGrey: [],
    greyStoredAsColour: [],
    oneChannel: [],
  };
  const misnamed: Misnamed[] = [];
  const sizes = new Map<string, number>();
  for (const [row, { path }] of images.entries()) {
    if (table.decoded[row] === 0) continue;
    const format = decodableFormats[table.format[row]!]!;
    formats[format] = (formats[format] ?? 0) + 1;
    if (namedImageFormat(path) !== format) misnamed.push({ path, format });
    const mode = colorModeOf(measures, row);
    counts[row < trainCount ? "train" : "val"][mode] += 1;
    paths[mode].push(path);
    const size = `${table.width[row]}x${table.height[row]}`;
    sizes.set(size, (sizes.get(size) ?? 0) + 1);
  }
  return {
    defects,
    misnamed,
    formats,
    colour: counts,
    oneChannel: paths.oneChannel,
    greyStoredAsColour: paths.greyStoredAsColour,
    sizes: mostFrequent(sizes),
    distinctSizes: sizes.size,
  };
}

function noImages(): Record<ColorMode, number> {
  return { colour: 0, nearlyGrey: 0, greyStoredAsColour: 0, oneChannel: 0 };
}

function mostFrequent(sizes: ReadonlyMap<string, number>): ImageSize[] {
  return [...sizes]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, SIZES_LISTED)
    .map(([size, images]) => {
      const [width, height] = size.split("x").map(Number);
      return { width: width!, height: height!, images };
    });
}
