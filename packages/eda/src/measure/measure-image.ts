/** Measures one decoded image for the report, on the pixels that are trained on. */
import { hash } from "node:crypto";
import { DEFAULT_INPUT_CONTRACT } from "@inception-edge/bundle/input";
import { sketchImage } from "@inception-edge/dataset";
import {
  decodableFormats,
  toInput,
  toStored,
  type DecodedImage,
  type RgbImage,
} from "@inception-edge/image";
import { addPixels, addSamples } from "./channel-samples.ts";
import { focusOf } from "./focus.ts";
import type { ImageTable } from "./image-table.ts";
import { laplacianMoments, lumaOf } from "./luma.ts";
import type { GroupSums } from "./split-sums.ts";
import { tonesOf } from "./tones.ts";

/** Pixels per side of the network's input. */
export const INPUT_SIZE: number = DEFAULT_INPUT_CONTRACT.size;

/** How recipes bring a stored image to it. */
export const INPUT_METHODS = ["bilinear", "center-crop"] as const;

interface Views {
  readonly stored: RgbImage;
  readonly bilinear: RgbImage;
  readonly centerCrop: RgbImage;
}

/** The image as stored, and as the network may see it. */
function viewsOf(image: DecodedImage): Views {
  const stored = toStored(image);
  return {
    stored,
    bilinear: toInput(stored, "bilinear", INPUT_SIZE),
    centerCrop: toInput(stored, "center-crop", INPUT_SIZE),
  };
}

/** Fills the image's row in the table and adds the image to the sums of its class. */
export function measureImage(
  image: DecodedImage,
  {
    table,
    row,
    group,
  }: {
    readonly table: ImageTable;
    readonly row: number;
    readonly group: GroupSums;
  },
): void {
  const { stored, bilinear, centerCrop } = viewsOf(image);
  group.images += 1;
  addPixels(group.pixels, stored.rgb);
  addSamples(stored.rgb, { histogram: group.stored, sums: table.storedSums, row });
  addSamples(bilinear.rgb, { histogram: group.bilinear, sums: table.bilinearSums, row });
  addSamples(centerCrop.rgb, { histogram: group.centerCrop, sums: table.centerCropSums, row });
  const { format, channels, orientation, width, height } = image.header;
  table.decoded[row] = 1;
  table.pixelDigest.set(hash("sha256", stored.rgb, "buffer").subarray(0, 16), row * 16);
  table.format[row] = decodableFormats.indexOf(format);
  table.channels[row] = channels;
  const isTurned = orientation >= 5; // By a quarter: see `Orientation`.
  table.width[row] = isTurned ? height : width;
  table.height[row] = isTurned ? width : height;
  const luma = lumaOf(stored.rgb);
  const { plane, sum, sumOfSquares, colorRange } = luma;
  table.colorRange[row] = colorRange;
  table.lumaSums.set([sum, sumOfSquares], row * 2);
  const { highest, lowest, range } = tonesOf(stored.rgb, plane);
  table.tones.set([highest, lowest, range], row * 3);
  // An image of 64×64 is stored as it is.
  table.focus[row] = focusOf(stored.rgb === image.rgb ? { image, luma } : { image });
  const edges = laplacianMoments(plane, stored.width);
  table.laplacianSums.set([edges.sum, edges.sumOfSquares], row * 2);
  sketchImage(table, row, stored.rgb);
}
