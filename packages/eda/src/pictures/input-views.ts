/** Chooses images by whose example the page shows what the trainer makes of an image. */
import { resizeBilinear, toInput, toStored, type RgbImage } from "@inception-edge/image";
import type { Measures } from "../measure/measure-dataset.ts";
import { INPUT_METHODS, INPUT_SIZE } from "../measure/measure-image.ts";

export interface Example {
  /** Why it was chosen. */
  readonly what: string;
  readonly row: number;
}

/** Pixels of the longer side of the original in the figure. */
const LONGER_SIDE = 180;
/** Images as different from the typical one as this are worth an example of their own. */
const DIFFERENT = 1.3;

/** One image of the usual shape, the widest, the tallest and the smallest one, if they differ from it. */
export function chooseExamples({ table, images }: Pick<Measures, "table" | "images">): Example[] {
  const { decoded, width, height } = table;
  const rows = [...images.keys()].filter((row) => decoded[row] === 1);
  if (rows.length === 0) return [];
  const aspect = (row: number): number => width[row]! / height[row]!;
  const pixels = (row: number): number => width[row]! * height[row]!;
  const byAspect = rows.toSorted((a, b) => aspect(a) - aspect(b) || a - b);
  const typical = byAspect[Math.floor(byAspect.length / 2)]!;
  const [tallest, widest] = [byAspect[0]!, byAspect.at(-1)!];
  const smallest = rows.reduce((least, row) => (pixels(row) < pixels(least) ? row : least));
  const others: readonly (readonly [string, number, boolean])[] = [
    ["The widest", widest, aspect(widest) > DIFFERENT * aspect(typical)],
    ["The tallest", tallest, aspect(tallest) * DIFFERENT < aspect(typical)],
    ["The smallest", smallest, pixels(smallest) * DIFFERENT ** 2 < pixels(typical)],
  ];
  const seen = new Set([typical]);
  const chosen = [{ what: "A typical image", row: typical }];
  for (const [what, row, isDifferent] of others) {
    if (!isDifferent || seen.has(row)) continue;
    chosen.push({ what, row });
    seen.add(row);
  }
  return chosen;
}

/** The image at the sizes of the figure: as it is but smaller, as stored, and as the network's input. */
export function viewsOf(image: RgbImage): {
  readonly original: RgbImage;
  readonly stored: RgbImage;
  readonly inputs: readonly RgbImage[];
} {
  const scale = Math.min(1, LONGER_SIDE / Math.max(image.width, image.height));
  const side = (pixels: number): number => Math.max(1, Math.round(pixels * scale));
  const stored = toStored(image);
  return {
    original: resizeBilinear(image, side(image.width), side(image.height)),
    stored,
    inputs: INPUT_METHODS.map((method) => toInput(stored, method, INPUT_SIZE)),
  };
}
