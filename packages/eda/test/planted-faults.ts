/** Faults to plant in a clean dataset, and the findings that each must give, exactly. */
import {
  appendFile,
  cp,
  mkdir,
  readFile,
  rename,
  rm,
  symlink,
  truncate,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import { loadDecoder } from "@inception-edge/image";
import { loadJpegEncoder } from "@inception-edge/image/encode";
import { blockJpeg } from "@inception-edge/testing/images/block-jpeg";
import { exifSegment, withSegments } from "@inception-edge/testing/images/jpeg-file";
import { pngFile } from "@inception-edge/testing/images/png-file";
import { mirror } from "../src/analyze/near-duplicates.ts";
import type { Report } from "../src/report.ts";

export interface PlantedFault {
  readonly plant: (root: string) => Promise<void>;
  /** Ids of all findings, errors first. */
  readonly findings: readonly string[];
  /** A path that the first finding must list. */
  readonly path?: string;
  /** A further condition on the report. */
  readonly holds?: (report: Report) => boolean;
}

const orange = "train/n07747607/images";
const banana = "train/n07753592/images";
const first = `${orange}/n07747607_0.JPEG`;
/** The first image of val that is an orange: the demo has four a class. */
const valOrange = "val/images/val_32.JPEG";

export const plantedFaults: Readonly<Record<string, PlantedFault>> = {
  "nothing at all": {
    plant: async () => {},
    findings: [],
    holds: ({ exclude }) => exclude.length === 0,
  },
  "a file of zero bytes": {
    plant: (root) => truncate(join(root, first)),
    findings: ["corrupt"],
    path: first,
  },
  "a truncated file": {
    plant: (root) => truncate(join(root, first), 700),
    findings: ["corrupt"],
    path: first,
    holds: ({ files }) => files.defects[0]!.code === "truncated",
  },
  "a text file named .JPEG": {
    plant: (root) => writeFile(join(root, first), "an orange\n"),
    findings: ["corrupt"],
    path: first,
    holds: ({ exclude }) => excluded(exclude, first),
  },
  "a link that leads back to itself": {
    plant: (root) => symlink("loop.JPEG", join(root, orange, "loop.JPEG")),
    findings: ["corrupt"],
    path: `${orange}/loop.JPEG`,
  },
  "a damaged image in val": {
    plant: (root) => writeFile(join(root, valOrange), Uint8Array.of(0xff, 0xd8, 0xff, 0xd9)),
    findings: ["corrupt"],
    path: valOrange,
    holds: ({ exclude }) => exclude.length === 0,
  },
  "a PNG named .JPEG": {
    async plant(root) {
      const pixels = { width: 64, height: 64, colourType: 2, bitDepth: 8, sample } as const;
      await writeFile(join(root, first), pngFile(pixels));
    },
    findings: ["misnamed"],
    path: first,
    holds: ({ files }) => files.misnamed[0]!.format === "png",
  },
  "a copy under the same label": {
    plant: (root) => cp(join(root, first), join(root, orange, "zz_copy.JPEG")),
    findings: ["duplicates"],
    path: first,
    // The second goes, the first stays.
    holds: ({ exclude }) => excluded(exclude, `${orange}/zz_copy.JPEG`),
  },
  "a copy under another label": {
    plant: (root) => cp(join(root, first), join(root, banana, "zz_copy.JPEG")),
    findings: ["conflict"],
    path: first,
    holds: ({ exclude }) => excluded(exclude, first, `${banana}/zz_copy.JPEG`),
  },
  "a training image in val": {
    plant: (root) => cp(join(root, first), join(root, valOrange)),
    findings: ["leakage"],
    path: valOrange,
    holds: ({ exclude }) => excluded(exclude, first),
  },
  "a training image in val under another label": {
    plant: (root) => cp(join(root, banana, "n07753592_0.JPEG"), join(root, valOrange)),
    findings: ["leakage", "conflict"],
    path: valOrange,
  },
  "an image saved again, worse": {
    plant: (root) => saveAgain(root, { to: `${banana}/zz_worse.JPEG`, quality: 40 }),
    findings: ["conflict"],
    path: first,
    holds: ({ duplicates }) => duplicates.groups[0]!.kind === "near",
  },
  "an image saved again, a dozen times": {
    async plant(root) {
      for (let quality = 40; quality < 100; quality += 5)
        await saveAgain(root, { to: `${orange}/zz_${quality}.JPEG`, quality });
    },
    findings: ["imbalance", "duplicates"],
    holds: ({ findings, duplicates: { groups } }) =>
      groups.length === 1 &&
      groups[0]!.images.length === 13 &&
      findings[1]!.title === "1 image occurs more than once under one label",
  },
  "a mirrored image in val": {
    plant: (root) => saveAgain(root, { to: valOrange, quality: 90, change: mirror }),
    findings: ["leakage"],
    path: valOrange,
    holds: ({ duplicates }) => duplicates.groups[0]!.kind === "mirrored",
  },
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
  "a JPEG as browsers save it": {
    plant: (root) => rename(join(root, first), join(root, first.replace(".JPEG", ".jfif"))),
    findings: [],
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
  "a class with few images": {
    async plant(root) {
      for (let number = 0; number < 7; number += 1)
        await rm(join(root, orange, `n07747607_${number}.JPEG`));
    },
    findings: ["few", "imbalance"],
    holds: ({ balance }) => Math.abs(balance.train.imbalanceRatio - 10 / 3) < 1e-12,
  },
  "a missing class": {
    plant: (root) => rm(join(root, "train/n07747607"), { recursive: true }),
    findings: ["structure", "missing-train"],
    path: "train/n07747607",
  },
  "a class that is not listed": {
    async plant(root) {
      await mkdir(join(root, "train/n99999999"));
      await cp(join(root, orange), join(root, "train/n99999999/images"), { recursive: true });
    },
    findings: ["structure", "missing-val", "conflict"],
    path: "train/n99999999",
    holds: ({ classes }) => classes.at(-1)!.train === 10,
  },
  "a missing val": {
    plant: (root) => rm(join(root, "val"), { recursive: true }),
    findings: ["structure", "missing-val"],
    path: "val/val_annotations.txt",
    holds: ({ channels }) => channels.val === undefined,
  },
  "a missing train": {
    plant: (root) => rm(join(root, "train"), { recursive: true }),
    findings: ["structure", "missing-train"],
    path: "train",
  },
  "a class without a name": {
    plant: (root) => appendFile(join(root, "wnids.txt"), "n99999999\n"),
    findings: ["structure", "missing-train", "missing-val"],
    path: "words.txt",
  },
  "a label that two classes have": {
    plant: (root) => appendFile(join(root, "words.txt"), "n07747607\tbanana\n"),
    findings: ["same-label"],
    path: "train/n07747607",
  },
  "a class of one image": {
    async plant(root) {
      for (let number = 1; number < 10; number += 1)
        await rm(join(root, orange, `n07747607_${number}.JPEG`));
    },
    findings: ["structure", "few", "imbalance"],
    path: orange,
  },
  "a text file in another encoding": {
    plant: (root) => appendFile(join(root, "words.txt"), "n99999999\tcaf\xe9\n", "latin1"),
    findings: ["structure"],
    path: "words.txt",
  },
  "an image of val that is gone": {
    plant: (root) => rm(join(root, valOrange)),
    findings: ["structure"],
    path: valOrange,
  },
};

function excluded(entries: Report["exclude"], ...paths: readonly string[]): boolean {
  return entries.map(({ path }) => path).join() === paths.join();
}

/** Slanted stripes, of another slant in each channel. */
function sample(x: number, y: number, channel: number): number {
  return (x * 37 + y * 11 * channel) & 255;
}

/** The first orange is replaced by a PNG of another size. */
async function replaceFirst(root: string, width: number, height: number): Promise<void> {
  await rm(join(root, first));
  const bytes = pngFile({ width, height, colourType: 2, bitDepth: 8, sample });
  await writeFile(join(root, first.replace(".JPEG", ".png")), bytes);
}

/** The first orange, changed and encoded again. */
async function saveAgain(
  root: string,
  {
    to,
    quality,
    change = (rgb) => rgb,
  }: { to: string; quality: number; change?: (rgb: Uint8Array) => Uint8Array },
): Promise<void> {
  const { rgb } = (await loadDecoder()).decode(await readFile(join(root, first)));
  const changed = change(rgb);
  const rgba = new Uint8Array(64 * 64 * 4).map(
    (_, index) => changed[(index >> 2) * 3 + (index & 3)] ?? 255,
  );
  await writeFile(join(root, to), (await loadJpegEncoder(quality))(rgba, 64));
}

/** Like no other image, and gray. */
function grayNoise(rgb: Uint8Array): Uint8Array {
  return rgb.map((_, index) => (Math.floor(index / 3) * 2_654_435_761) >>> 24);
}

/** The mean of 9 × 9 pixels. */
function blurred(rgb: Uint8Array): Uint8Array {
  const near = (at: number, offset: number): number => Math.min(63, Math.max(0, at + offset));
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

/** Nearly white, except for a line at the top. */
function overexposed(value: number, index: number): number {
  return index < 64 * 3 ? value / 2 : 251 + value / 64;
}

function withoutColor(rgb: Uint8Array): Uint8Array {
  return rgb.map((_, index) => rgb[index - (index % 3) + 1]!);
}
