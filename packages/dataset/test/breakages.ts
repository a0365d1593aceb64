/** Ways to break the small dataset, and all defects that each must give. */
import {
  appendFile,
  chmod,
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
import type { DatasetDescription } from "../src/tiny-imagenet.ts";
import { SMALL } from "./small-dataset.ts";

export interface Breakage {
  readonly known?: DatasetDescription;
  readonly breakIt: (root: string) => Promise<void>;
  /** Lines after the first, which names the root and counts the defects. */
  readonly defects: readonly string[];
}

/** A known dataset that the small one does not claim to be, so that it only has to be consistent. */
const UNKNOWN: DatasetDescription = {
  name: "other",
  wnids: ["x"],
  trainPerClass: 1,
  valPerClass: 1,
};

/** The folder that most breakages change. */
export const orange: string = "train/n07747607/images";

export const breakages: Readonly<Record<string, Breakage>> = {
  "a missing class": {
    breakIt: (root) => rm(join(root, "train/n07747607"), { recursive: true }),
    defects: ['"train/n07747607" is missing; restore it'],
  },
  "a copy with two further classes, listed everywhere": {
    async breakIt(root) {
      // As in the 202-class copy of Tiny ImageNet: gorilla and groom.
      for (const wnid of ["n02480855", "n10148035"]) {
        await cp(join(root, "train/n07747607"), join(root, "train", wnid), { recursive: true });
        await appendFile(join(root, "wnids.txt"), `${wnid}\n`);
        await appendFile(join(root, "words.txt"), `${wnid}\tanother\n`);
      }
    },
    defects: ["n02480855", "n10148035"].map(
      (wnid) =>
        `"train/${wnid}" is not a class of small-imagenet; delete it and its lines in wnids.txt and val/val_annotations.txt, or download the official archive`,
    ),
  },
  "a missing wnids.txt": {
    breakIt: (root) => rm(join(root, "wnids.txt")),
    defects: ['"wnids.txt" is missing; restore it or write one line per entry: <class id>'],
  },
  "a missing words.txt": {
    breakIt: (root) => rm(join(root, "words.txt")),
    defects: [
      '"words.txt" is missing; restore it or write one line per entry: <class id><TAB><name>',
    ],
  },
  "a words.txt without one of the names": {
    breakIt: (root) => writeFile(join(root, "words.txt"), "n07747607\torange\n"),
    defects: SMALL.wnids
      .filter((wnid) => wnid !== "n07747607")
      .map((wnid) => `"words.txt" has no name for "${wnid}"; add the line "${wnid}<TAB>its name"`),
  },
  "an empty class": {
    async breakIt(root) {
      await rm(join(root, orange), { recursive: true });
      await mkdir(join(root, orange));
    },
    defects: [`"${orange}" holds no images; restore its images`],
  },
  "a wrong count": {
    breakIt: (root) => rm(join(root, orange, "n07747607_0.JPEG")),
    defects: [`"${orange}" holds 2 images, not 3; restore the folder`],
  },
  "a file where a class folder should be": {
    async breakIt(root) {
      await rm(join(root, "train/n07747607"), { recursive: true });
      await writeFile(join(root, "train/n07747607"), "");
    },
    defects: ['"train/n07747607" is a file where a folder should be; restore the folder'],
  },
  "an unreadable folder": {
    breakIt: (root) => chmod(join(root, orange), 0o000),
    defects: [
      `"${orange}" cannot be read (permission denied); make the dataset readable: chmod -R u+rX DIR`,
    ],
  },
  "a folder among the images": {
    async breakIt(root) {
      await rm(join(root, orange, "n07747607_0.JPEG"));
      await mkdir(join(root, orange, "more"));
    },
    defects: [`"${orange}/more" is not a file; keep only images here`],
  },
  "a wrong val file": {
    async breakIt(root) {
      const file = join(root, "val/val_annotations.txt");
      const [, second, ...lines] = (await readFile(file, "utf8")).split("\n");
      const changed = [
        "val_0.JPEG",
        second!.replace("n02165456", "n99999999"),
        "val_999.JPEG\tn07747607\t0\t0\t63\t63",
        lines[0]!,
        ...lines,
      ];
      await writeFile(file, changed.join("\n"));
    },
    defects: [
      '"val/val_annotations.txt:1" says "val_0.JPEG"; write "<file><TAB><class id>", with the name of a file in val/images',
      '"val/val_annotations.txt:2" labels "val_1.JPEG" as "n99999999", which is not a class of this dataset; correct the id or delete the line',
      '"val/images/val_999.JPEG" is missing, though line 3 of val/val_annotations.txt lists it; restore it or delete the line',
      '"val/val_annotations.txt:5" lists "val_2.JPEG" again; keep the line with the right class',
    ],
  },
  "a missing val_annotations.txt": {
    breakIt: (root) => rm(join(root, "val/val_annotations.txt")),
    defects: [
      '"val/val_annotations.txt" is missing; restore it or write one line per entry: <file><TAB><class id>',
    ],
  },
  "text files in UTF-16 without a mark, and in Latin-1": {
    async breakIt(root) {
      const wnids = await readFile(join(root, "wnids.txt"), "utf8");
      await writeFile(join(root, "wnids.txt"), wnids, "utf16le");
      await appendFile(join(root, "words.txt"), "n99999999\tcaf\xe9\n", "latin1");
    },
    defects: [
      '"wnids.txt" contains zero bytes, like UTF-16 without a byte order mark; save it as UTF-8',
      '"words.txt" is not UTF-8; save it as UTF-8',
    ],
  },
  "a line that a terminal would obey": {
    breakIt: (root) => appendFile(join(root, "wnids.txt"), "a\u001b[2J\tb\n"),
    defects: ['"wnids.txt:11" says "a\\u001b[2J\\tb"; write one class id per line, each once'],
  },
  "links that lead nowhere, or back to themselves": {
    async breakIt(root) {
      await symlink("nowhere.JPEG", join(root, orange, "a.JPEG"));
      await symlink("b.JPEG", join(root, orange, "b.JPEG"));
      await symlink("loop", join(root, "train/loop"));
    },
    known: UNKNOWN,
    defects: [
      '"train/loop" is a link that leads back to itself; delete it or correct its target',
      `"${orange}/a.JPEG" is a link to a missing file; restore the target or delete the link`,
      `"${orange}/b.JPEG" is a link that leads back to itself; delete it or correct its target`,
    ],
  },
  "a label that is nothing but a comma": {
    async breakIt(root) {
      const words = await readFile(join(root, "words.txt"), "utf8");
      await writeFile(join(root, "words.txt"), words.replace(/^n07747607.*$/m, "n07747607\t, "));
    },
    defects: ['"words.txt" has no name for "n07747607"; add the line "n07747607<TAB>its name"'],
  },
  "names in another case": {
    async breakIt(root) {
      await rename(join(root, orange), join(root, "train/n07747607/Images"));
      await rename(join(root, "words.txt"), join(root, "Words.txt"));
      await rename(join(root, "val/images/val_0.JPEG"), join(root, "val/images/VAL_0.jpeg"));
    },
    defects: [
      '"words.txt" is missing; rename "Words.txt"',
      '"train/n07747607/images" is missing; rename "train/n07747607/Images"',
      '"val/images/val_0.JPEG" is missing, though line 1 of val/val_annotations.txt lists it; change the line to "VAL_0.jpeg", which exists',
    ],
  },
  "images in the class folder itself": {
    async breakIt(root) {
      await cp(join(root, orange), join(root, "train/n07747607"), { recursive: true });
      await rm(join(root, orange), { recursive: true });
    },
    defects: ['"train/n07747607/images" is missing; move the images of "train/n07747607" into it'],
  },
  "a file of zero bytes": {
    breakIt: (root) => truncate(join(root, orange, "n07747607_1.JPEG")),
    defects: [`"${orange}/n07747607_1.JPEG" is empty (0 bytes); restore it or delete it`],
  },
  "a truncated JPEG": {
    breakIt: (root) => truncate(join(root, orange, "n07747607_1.JPEG"), 900),
    defects: [`"${orange}/n07747607_1.JPEG" is truncated; restore it or delete it`],
  },
  "a text file named .JPEG": {
    breakIt: (root) => writeFile(join(root, orange, "n07747607_1.JPEG"), "an orange\n"),
    defects: [
      `"${orange}/n07747607_1.JPEG" is not a JPEG, PNG, GIF, WebP, AVIF or HEIC image that can be decoded; convert it to one of these or delete it`,
    ],
  },
  "everything at once": {
    async breakIt(root) {
      await rm(join(root, "wnids.txt"));
      await rm(join(root, "train/n02165456"), { recursive: true });
      await truncate(join(root, orange, "n07747607_1.JPEG"));
      await rm(join(root, "val/images/val_19.JPEG"));
      await truncate(join(root, "val/images/val_3.JPEG"), 900);
      await truncate(join(root, orange, "n07747607_2.JPEG"), 900);
    },
    defects: [
      '"wnids.txt" is missing; restore it or write one line per entry: <class id>',
      '"train/n02165456" is missing; restore it',
      `"${orange}/n07747607_1.JPEG" is empty (0 bytes); restore it or delete it`,
      '"val/images/val_19.JPEG" is missing, though line 20 of val/val_annotations.txt lists it; restore it or delete the line',
      `"${orange}/n07747607_2.JPEG" is truncated; restore it or delete it`,
      '"val/images/val_3.JPEG" is truncated; restore it or delete it',
    ],
  },
};
