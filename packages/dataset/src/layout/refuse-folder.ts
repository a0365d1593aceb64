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

/** Files that others read, and the way out. */
const UNREAD: readonly (readonly [name: RegExp, format: string, cure: string])[] = (() => {
  const images = "write its images into a folder for each class";
  const labels = "write its labels into labels.csv, one row for each image: path,label";
  return [
    [/\.mat$/i, "MATLAB", labels],
    [/\.parquet$/i, "Parquet", images],
    [/\.arrow$/i, "Arrow", images],
    [/\.tfrecords?\b/i, "TFRecord", images],
    [/-idx\d-ubyte/i, "MNIST's format", images],
    [/^data_batch_\d|\.(?:pkl|pickle|pt)$/i, "pickled Python", images],
    [/\.np[yz]$/i, "NumPy", images],
    [/\.(?:h5|hdf5)$/i, "HDF5", images],
    [/\.mdb$/i, "LMDB", images],
  ];
})();

const ARCHIVE = /\.(?:zip|tar|tgz|tar\.\w+|7z|rar)$/i;

/** Why a folder is no dataset, although there are images in it, or files of another format; undefined if it may be one. */
export function whyRefused(root: string, folders: readonly FolderEntry[]): Defect | undefined {
  const names = folders
    .map(({ name }) => name)
    .filter((name) => contentOf(join(root, name)) === "images");
  const [first, second] = names;
  const splits = names.map((name) => splitPart(name)?.split);
  // Classes may be called "test positive" and "test negative".
  const areSplits =
    !splits.includes(undefined) && splits.filter((one) => one === "train").length === 1;
  const isOne = second === undefined && ANY_IMAGES.test(first ?? "");
  if (first !== undefined && !areSplits && !isOne) return undefined;
  const unread = findUnread(root, folders, first === undefined);
  if (unread !== undefined || first === undefined) return unread;
  const listed = names.map(quoted).join(" and ");
  const message = areSplits
    ? second === undefined
      ? "is a split without class folders, and nothing says what its images show"
      : undefined
    : "is the only folder of images, and nothing says what they show";
  if (message !== undefined) return { code: "missing", path: first, message, cure: WANTED };
  const several = `holds ${listed}, splits without class folders: nothing says what their images show`;
  return { code: "missing", path: ".", message: several, cure: WANTED };
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
