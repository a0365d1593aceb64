/**
 * The types that the package is about: a class, a reference to an image file, a dataset, and a packed dataset.
 *
 * Classes are sorted by id and images by (class, path), so that every machine numbers them the same way.
 */
import type { Defect } from "./dataset-error.ts";

/** One class. Its class index is its index in {@link Dataset.classes}. */
export interface ClassLabel {
  /** What tells it from the others: the name of its folder, composed (NFC): "tabby_cat", in ImageNet "n01443537". */
  readonly id: string;
  /** Its WordNet id, if the id is one or begins with one: "n01443537". */
  readonly wnid?: string;
  /** The first name, "goldfish"; for a class without names, the id made readable, "tabby cat". */
  readonly label: string;
  /** All names, "goldfish, Carassius auratus". */
  readonly name: string;
}

/** One image file as it was when the dataset was opened. */
export interface ImageRef {
  /** Relative to the dataset's root, with "/" separators on every platform. */
  readonly path: string;
  readonly classIndex: number;
  /** Size in bytes, above zero. */
  readonly bytes: number;
  /** Time of the last change in milliseconds since 1970, from the file system. */
  readonly modifiedMs: number;
}

/** How a dataset's images, classes and splits lie on the disk; README describes each. */
export type Layout = "tiny-imagenet" | "class-folders" | "split-folders" | "table";

/** A verified folder of images; nothing in it has been decoded yet. */
export interface Dataset {
  readonly name: string;
  /** Absolute path. */
  readonly root: string;
  readonly layout: Layout;
  readonly classes: readonly ClassLabel[];
  /** Of a dataset without a validation split, all images. */
  readonly train: readonly ImageRef[];
  /** The official validation images. */
  readonly val: readonly ImageRef[];
  /**
   * The share of each class that is set apart as val, in (0, 1), once the images are packed; absent if the dataset comes
   * with a validation split.
   */
  readonly valFraction?: number;
  /** Files that cannot be used and are left out, with the reason. */
  readonly leftOut: readonly Defect[];
  /** Remarks, for a log, about what is unusual but not a defect. */
  readonly notices: readonly string[];
}

/** Every image of a dataset decoded into one file; `train` first, then `val`. */
export interface PackedDataset {
  readonly name: string;
  /** A raw uint8 file `[count, storedSize, storedSize, 3]`, RGB in `[0, 255]`. */
  readonly imagesPath: string;
  /** Side of the stored images, px. */
  readonly storedSize: number;
  readonly count: number;
  /** Images of {@link Dataset.train}; those set apart are among them. */
  readonly trainCount: number;
  /** `[count]`, indices into `classes`. */
  readonly labels: Int32Array;
  /**
   * `[count]`: images with the same number are near-duplicates, directly or through others, and no split parts them. The
   * number is the index of the first of them. In Tiny ImageNet's layout, each image has its own.
   */
  readonly groups: Int32Array;
  readonly classes: readonly ClassLabel[];
  /** `[count]`, relative to the root of the dataset. */
  readonly paths: readonly string[];
  /** SHA-256 over the images' bytes, order and labels and the decoder; does not depend on where the files are. */
  readonly fingerprint: string;
  /** `DECODER_ID` of the decoder that produced the pixels. */
  readonly decoder: string;
  /** As in {@link Dataset.valFraction}. */
  readonly valFraction?: number;
  /** Indices of the images set apart as val, ascending; absent if the dataset comes with a validation split. */
  readonly setApart?: Int32Array;
}
