/**
 * The nouns of the package: a class, a reference to an image file, a dataset, and the same packed.
 *
 * Classes stand in ascending order of their wnid and images in ascending order of (class, path), so
 * that every machine numbers them alike.
 */

/** One class. Its index is its place in {@link Dataset.classes}. */
export interface ClassLabel {
  /** WordNet id, "n01443537", or whatever names the class folder. */
  readonly wnid: string;
  /** The first name, "goldfish". */
  readonly label: string;
  /** All of the names, "goldfish, Carassius auratus". */
  readonly name: string;
}

/** One image file as it was when the dataset was opened. */
export interface ImageRef {
  /** Relative to the dataset's root, with "/" separators on every platform. */
  readonly path: string;
  readonly classIndex: number;
  /** Size in bytes, above zero. */
  readonly bytes: number;
  /** Time of the last change in milliseconds since 1970, as the file system tells it. */
  readonly modifiedMs: number;
}

/** A verified folder of images; nothing in it has been decoded yet. */
export interface Dataset {
  readonly name: string;
  /** Absolute path. */
  readonly root: string;
  readonly classes: readonly ClassLabel[];
  readonly train: readonly ImageRef[];
  /** The official validation images, labelled by `val/val_annotations.txt`. */
  readonly val: readonly ImageRef[];
  /** Sentences about what is unusual and yet no defect, for a log. */
  readonly notices: readonly string[];
}

/** Every image of a dataset decoded into one file; `train` first, then `val`. */
export interface PackedDataset {
  readonly name: string;
  /** A raw uint8 file `[count, 64, 64, 3]`, RGB in `[0, 255]`. */
  readonly imagesPath: string;
  readonly count: number;
  readonly trainCount: number;
  /** `[count]`, indices into `classes`. */
  readonly labels: Int32Array;
  readonly classes: readonly ClassLabel[];
  /** `[count]`, relative to the root of the dataset. */
  readonly paths: readonly string[];
  /** SHA-256 of the images' bytes, order and labels and of the decoder; the same wherever they lie. */
  readonly fingerprint: string;
  /** `DECODER_ID` of the decoder that made the pixels. */
  readonly decoder: string;
}
