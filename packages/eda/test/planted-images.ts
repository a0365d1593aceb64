/** Images to plant in a clean dataset that are gray, badly exposed, out of focus or of another size. */
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { blockJpeg } from "@inception-edge/testing/images/block-jpeg";
import { exifSegment, withSegments } from "@inception-edge/testing/images/jpeg-file";
import { pngFile } from "@inception-edge/testing/images/png-file";
import { first, saveAgain, stripes, valOrange, type PlantedFault } from "./plant.ts";

export const plantedImages: Readonly<Record<string, PlantedFault>> = {
  "an image of one channel": {
    plant: (root) =>
      writeFile(
        join(root, first),
        blockJpeg({ width: 64, height: 64, value: (x, y) => ((x + y) % 2) * 255 }),
      ),
    findings: ["grey"],
    path: first,
    holds: ({ files }) => files.colour.train.oneChannel === 1,
  },
  "a gray image stored as color": {
    plant: (root) => saveAgain(root, { to: first, quality: 90, change: withoutColor }),
    findings: ["grey"],
    path: first,
    holds: ({ files }) => files.colour.train.greyStoredAsColour === 1,
  },
  "a gray image, and that in val": {
    plant: (root) => saveAgain(root, { to: valOrange, quality: 90, change: grayNoise }),
    findings: ["grey"],
    path: valOrange,
    holds: ({ findings: [gray] }) =>
      gray!.title === "1 image is gray: 0 with one channel, 1 stored as color" &&
      gray!.detail.startsWith("All of them are in val."),
  },
  "an image of one color": {
    plant: (root) =>
      saveAgain(root, {
        to: first,
        quality: 90,
        change: (rgb) => rgb.map((_, index) => 40 + (index % 3) * 60),
      }),
    findings: ["blank"],
    path: first,
  },
  "an image of another size": {
    plant: (root) => replaceFirst(root, 200, 90),
    findings: [],
    holds: ({ files, images: { shapes, width } }) =>
      files.distinctSizes === 2 &&
      files.sizes[1]!.width === 200 &&
      width.max === 200 &&
      shapes[16] === 139 && // 1:1
      shapes[26] === 1, // 20:9
  },
  "an image smaller than those that are trained on": {
    plant: (root) => replaceFirst(root, 80, 50),
    findings: ["small"],
    path: first.replace(".JPEG", ".png"),
    holds: ({ images }) => images.flagged.small.images[0]!.value === 50,
  },
  "an elongated image": {
    plant: (root) => replaceFirst(root, 70, 280),
    findings: ["elongated"],
    path: first.replace(".JPEG", ".png"),
    holds: ({ findings }) => findings[0]!.detail.endsWith("distorted, by up to 4 times."),
  },
  "a blurred image": {
    plant: (root) => saveAgain(root, { to: first, quality: 95, change: blurred }),
    findings: ["blurred"],
    path: first,
  },
  "a dark image": {
    plant: (root) =>
      saveAgain(root, { to: first, quality: 95, change: (rgb) => rgb.map((value) => value / 5) }),
    findings: ["dark"],
    path: first,
  },
  "a dark blue image": {
    plant: (root) =>
      saveAgain(root, {
        to: first,
        quality: 95,
        change: (rgb) => rgb.map((value, index) => (index % 3 === 2 ? 255 - value / 4 : value / 4)),
      }),
    findings: [],
  },
  "an overexposed image": {
    plant: (root) =>
      saveAgain(root, { to: first, quality: 95, change: (rgb) => rgb.map(overexposed) }),
    findings: ["overexposed"],
    path: first,
  },
  "an image of hardly any contrast": {
    plant: (root) =>
      saveAgain(root, {
        to: first,
        quality: 95,
        change: (rgb) => grayNoise(rgb).map((value) => 120 + value / 28),
      }),
    findings: ["grey", "flat"],
    path: first,
  },
  "a photograph that EXIF turns": {
    async plant(root) {
      const jpeg = blockJpeg({ width: 240, height: 80, value: (x, y) => x * y * 4 });
      await writeFile(join(root, first), withSegments(jpeg, exifSegment(6)));
    },
    findings: ["grey", "elongated"],
    path: first,
    holds: ({ files }) => files.sizes[1]!.width === 80 && files.sizes[1]!.height === 240,
  },
};

/** The first orange is replaced by a PNG of another size. */
async function replaceFirst(root: string, width: number, height: number): Promise<void> {
  await rm(join(root, first));
  const bytes = pngFile({ width, height, colourType: 2, bitDepth: 8, sample: stripes });
  await writeFile(join(root, first.replace(".JPEG", ".png")), bytes);
}

/** Like no other image, and gray. */
function grayNoise(rgb: Uint8Array): Uint8Array {
  return rgb.map((_, index) => (Math.floor(index / 3) * 2_654_435_761) >>> 24);
}

/** The mean of 9 × 9 pixels. */
function blurred(rgb: Uint8Array): Uint8Array {
  return rgb.map((_, index) => {
    const [x, y] = [Math.floor(index / 3) % 64, Math.floor(index / 192)];
    let sum = 0;
    for (let cell = 0; cell < 81; cell += 1) {
      const row = near(y, Math.floor(cell / 9) - 4);
      sum += rgb[(row * 64 + near(x, (cell % 9) - 4)) * 3 + (index % 3)]!;
    }
    return sum / 81;
  });
}

function near(at: number, offset: number): number {
  return Math.min(63, Math.max(0, at + offset));
}

/** Nearly white, except for a line at the top. */
function overexposed(value: number, index: number): number {
  return index < 64 * 3 ? value / 2 : 251 + value / 64;
}

function withoutColor(rgb: Uint8Array): Uint8Array {
  return rgb.map((_, index) => rgb[index - (index % 3) + 1]!);
}
