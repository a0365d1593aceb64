/** The part of the report that is about single images: how they are spread, and which of them stand out. */
import type { Distribution } from "./analyze/distribution.ts";

/** Over all images of both splits. */
export interface ImageReport {
  /** Mean luma, 0..255. */
  readonly brightness: Distribution;
  /** Standard deviation of luma, 0..255. */
  readonly contrast: Distribution;
  /** Standard deviation of the Laplacian of luma: low where there are no edges. */
  readonly sharpness: Distribution;
  /** Whether it is in focus: see `focusOf`. Images of a single color have none. */
  readonly focus: Distribution;
  /** Size of the file in bytes. */
  readonly bytes: Distribution;
  /** Pixels of the file's image, as it is looked at: turned where EXIF says so. */
  readonly width: Distribution;
  readonly height: Distribution;
  /** Width divided by height. */
  readonly aspect: Distribution;
  /** Counts by width divided by height, in bins of equal factors from 1:4 to 4:1; the outermost hold what is longer. */
  readonly shapes: readonly number[];
  readonly darkest: readonly RankedImage[];
  readonly brightest: readonly RankedImage[];
  /** The least in focus. */
  readonly blurriest: readonly RankedImage[];
  readonly flattest: readonly RankedImage[];
  /** Paths of images with a standard deviation of luma below 2 of 255. */
  readonly blank: readonly string[];
  /** Single images that may be unusable, or are distorted. */
  readonly flagged: Readonly<Record<Flag, FlaggedImages>>;
}

/** What single images are flagged for. */
export const flags = ["blurred", "dark", "overexposed", "flat", "small", "elongated"] as const;

export type Flag = (typeof flags)[number];

export interface FlaggedImages {
  /** The value below which, or from which on, an image is flagged; null of too few images to tell. */
  readonly limit: number | null;
  /** The worst first. */
  readonly images: readonly RankedImage[];
}

export interface NamedImage {
  readonly path: string;
  readonly split: "train" | "val";
  /** Of its class. */
  readonly id: string;
  readonly wnid?: string;
  readonly label: string;
}

export interface RankedImage extends NamedImage {
  readonly value: number;
}
