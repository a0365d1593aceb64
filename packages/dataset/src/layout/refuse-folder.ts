/** Folders of images that do not say what their images show, and files that hold images and labels but are not read. */
import { join } from "node:path";
import type { Defect } from "../dataset-error.ts";
import { quoted } from "../text.ts";
import { contentOf } from "./class-folders/folder-content.ts";
import { splitPart } from "./class-folders/split-names.ts";
import { listIfReadable, type FolderEntry } from "./list-folder.ts";

const WANTED = "give a folder of images for each class, or a table of them";

/** Names that say that there are images, and not what they show. */
const ANY_IMAGES =
  /^(?:\d*_?)?(?:jpe?gs?|jpegimages|pngs?|images?|imgs?|pictures?|photos?|pics?|data|raw)$/i;

const WRITE_IMAGES = "write its images into a folder for each class";
const WRITE_LABELS = "write its labels into labels.csv, one row for each image: path,label";

/** Files that others read, and the way out. */
const UNREAD: readonly (readonly [called: RegExp, format: string, cure: string])[] = [
  [/\.mat$/i, "MATLAB", WRITE_LABELS],
  [/\.parquet$/i, "Parquet", WRITE_IMAGES],
  [/\.arrow$/i, "Arrow", WRITE_IMAGES],
  [/\.tfrecords?\b/i, "TFRecord", WRITE_IMAGES],
  [/-idx\d-ubyte/i, "MNIST's format", WRITE_IMAGES],
  [/^data_batch_\d|\.(?:pkl|pickle|pt)$/i, "pickled Python", WRITE_IMAGES],
  [/\.np[yz]$/i, "NumPy", WRITE_IMAGES],
  [/\.(?:h5|hdf5)$/i, "HDF5", WRITE_IMAGES],
  [/\.mdb$/i, "LMDB", WRITE_IMAGES],
];

const ARCHIVE = /\.(?:zip|tar|tgz|tar\.\w+|7z|rar)$/i;

/** Why a folder is no dataset, although there are images in it, or files of another format; undefined if it may be one. */
export function whyRefused(root: string, folders: readonly FolderEntry[]): Defect | undefined {
  const names = folders
    .map(({ name }) => name)
    .filter((name) => contentOf(join(root, name)) === "images");
  const [first, ...others] = names;
  if (first === undefined) return findUnread(root, folders, true);
  const splits = names.map((name) => splitPart(name)?.split);
  // Classes may be called "test positive" and "test negative".
  const areSplits =
    !splits.includes(undefined) && splits.filter((one) => one === "train").length === 1;
  const isOne = others.length === 0 && ANY_IMAGES.test(first);
  if (!areSplits && !isOne) return undefined;
  const unread = findUnread(root, folders, false);
  if (unread !== undefined) return unread;
  const [path, message] = !areSplits
    ? [first, "is the only folder of images, and nothing says what they show"]
    : others.length === 0
      ? [first, "is a split without class folders, and nothing says what its images show"]
      : [
          ".",
          `holds ${names.map(quoted).join(" and ")}, splits without class folders: nothing says what their images show`,
        ];
  return { code: "missing", path, message, cure: WANTED };
}

/** A file that others read, beside the folders or in one of them. */
function findUnread(
  root: string,
  folders: readonly FolderEntry[],
  isWithoutImages: boolean,
): Defect | undefined {
  const places = ["", ...folders.map(({ name }) => `${name}/`)];
  for (const place of places) {
    for (const { name, kind } of listIfReadable(join(root, place))) {
      if (kind !== "file") continue;
      const path = `${place}${name}`;
      const [, format, cure] = UNREAD.find(([called]) => called.test(name)) ?? [];
      if (format !== undefined && cure !== undefined) {
        return {
          code: "unsupported",
          path,
          message: `is a file of ${format}, which is not read`,
          cure,
        };
      }
      if (isWithoutImages && ARCHIVE.test(name)) {
        const message = "is an archive in the folder, which is not opened";
        return { code: "unsupported", path, message, cure: "unpack it, or give it with --dataset" };
      }
    }
  }
  return undefined;
}
