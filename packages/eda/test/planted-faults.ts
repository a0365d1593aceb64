/** Faults to plant in a clean dataset, and the findings that each must give, exactly. */
import { appendFile, cp, mkdir, rename, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pngFile } from "@inception-edge/testing/images/png-file";
import { mirror } from "../src/analyze/mean-difference.ts";
import type { Report } from "../src/report.ts";
import { first, orange, saveAgain, stripes, valOrange, type PlantedFault } from "./plant.ts";
import { plantedImages } from "./planted-images.ts";

const banana = "train/n07753592/images";

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
      const pixels = {
        width: 64,
        height: 64,
        colourType: 2,
        bitDepth: 8,
        sample: stripes,
      } as const;
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
  "a JPEG as browsers save it": {
    plant: (root) => rename(join(root, first), join(root, first.replace(".JPEG", ".jfif"))),
    findings: [],
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
  ...plantedImages,
};

function excluded(entries: Report["exclude"], ...paths: readonly string[]): boolean {
  return entries.map(({ path }) => path).join() === paths.join();
}
