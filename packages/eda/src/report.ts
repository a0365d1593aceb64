/**
 * What there is to know about a dataset: `report.json`, the source of truth. The page, the tables, the terminal's
 * summary and `--fail-on` are made from it alone; pictures are the only thing it does not hold.
 */
import type { ChannelMoments, DatasetOrigin, Defect, ExcludeEntry } from "@inception-edge/dataset";
import type { ImageFormat } from "@inception-edge/image";
import type { Balance } from "./analyse/class-balance.ts";
import type { Distribution } from "./analyse/distribution.ts";
import type { Recognized } from "./analyse/published-constants.ts";

/** Raised when an older reader would misread a newer report; new optional fields do not. */
export const REPORT_VERSION = 1;

export type Split = "train" | "val";

export interface Report {
  readonly schemaVersion: typeof REPORT_VERSION;
  /** UTC, ISO 8601. */
  readonly created: string;
  readonly dataset: DatasetOrigin;
  readonly structure: Structure;
  readonly balance: Readonly<Record<Split, Balance>>;
  /** In ascending order of the wnids. */
  readonly classes: readonly ClassReport[];
  /** By split; absent without images. */
  readonly channels: Readonly<Partial<Record<Split, ChannelReport>>>;
  /** Constants in circulation, and which figure of `train` each is. */
  readonly publishedConstants: readonly Recognized[];
  readonly files: FileReport;
  readonly images: ImageReport;
  readonly duplicates: DuplicateReport;
  /** Training images that are better left out, with reasons: `exclude.txt`. */
  readonly exclude: readonly ExcludeEntry[];
  /** What is wrong, worst first; empty for a dataset without fault. */
  readonly findings: readonly Finding[];
}

export interface Structure {
  /** The known dataset that the folder claims to be, by its name or its classes. */
  readonly claims: string | null;
  /** Whether it is in every respect what it claims to be, or agrees with itself if it claims nothing. */
  readonly matches: boolean;
  readonly defects: readonly Defect[];
  /** Sentences about what is unusual and no defect. */
  readonly notices: readonly string[];
}

export interface ClassReport {
  readonly wnid: string;
  /** The first of its names. */
  readonly label: string;
  readonly name: string;
  readonly train: number;
  readonly val: number;
  /** Of its training images: files of one channel, and colour files without a colour. */
  readonly oneChannel: number;
  readonly greyStoredAsColour: number;
  /** Of its training images; absent without any. */
  readonly stored?: ChannelMoments;
}

export interface ChannelReport {
  readonly images: number;
  /** As stored: 64×64. */
  readonly stored: ChannelMoments;
  /** As the network sees them without augmentation, 56×56, by the method of the resize. */
  readonly inputs: Readonly<Record<"bilinear" | "center-crop", ChannelMoments>>;
  /** Counts of samples as stored, `[3][256]`. */
  readonly histogram: readonly (readonly number[])[];
}

export interface FileReport {
  /** Files that gave no image. */
  readonly defects: readonly Defect[];
  /** Files whose name claims another format than their bytes. */
  readonly misnamed: readonly Misnamed[];
  /** Images by format. */
  readonly formats: Readonly<Partial<Record<ImageFormat, number>>>;
  /** By split: images by what colour there is in them. */
  readonly colour: Readonly<Record<Split, ColourModes>>;
  /** Paths of the images of one channel, and of those stored as colour without any. */
  readonly oneChannel: readonly string[];
  readonly greyStoredAsColour: readonly string[];
  /** Sizes as stored in the files, the most frequent first, at most 20, and how many there are. */
  readonly sizes: readonly ImageSize[];
  readonly distinctSizes: number;
}

export interface Misnamed {
  readonly path: string;
  readonly format: ImageFormat;
}

export interface ColourModes {
  /** Some pixel's channels differ by more than 8 of 255. */
  readonly colour: number;
  /** None does, and some differ: a scan, or a tinted picture. */
  readonly nearlyGrey: number;
  /** All channels are equal, and yet stored three times. */
  readonly greyStoredAsColour: number;
  /** One channel in the file, or one and alpha. */
  readonly oneChannel: number;
}

export interface ImageSize {
  readonly width: number;
  readonly height: number;
  readonly images: number;
}

/** Over all images of both splits. */
export interface ImageReport {
  /** Mean luma, 0..255. */
  readonly brightness: Distribution;
  /** Standard deviation of luma, 0..255. */
  readonly contrast: Distribution;
  /** Standard deviation of the Laplacian of luma: low where there are no edges. */
  readonly sharpness: Distribution;
  /** Bytes of the file. */
  readonly bytes: Distribution;
  /** Width by height of the file's image. */
  readonly aspect: Distribution;
  readonly darkest: readonly RankedImage[];
  readonly brightest: readonly RankedImage[];
  readonly blurriest: readonly RankedImage[];
  readonly flattest: readonly RankedImage[];
  /** Images of hardly any contrast (a standard deviation below 2 of 255): nothing can be seen in them. */
  readonly blank: readonly string[];
}

export interface NamedImage {
  readonly path: string;
  readonly split: Split;
  readonly wnid: string;
  readonly label: string;
}

export interface RankedImage extends NamedImage {
  readonly value: number;
}

export interface DuplicateReport {
  readonly groups: readonly DuplicateGroup[];
  /** Pairs that looked alike by their hashes and were compared by their pixels. */
  readonly compared: number;
  /** Whether so many images look alike that not all pairs were compared. */
  readonly bounded: boolean;
}

export interface DuplicateGroup {
  readonly kind: "exact" | "near" | "mirrored";
  /** Mean absolute difference of samples, 0..255. */
  readonly difference: number;
  readonly images: readonly NamedImage[];
  /** Its images have different labels. */
  readonly conflict: boolean;
  /** Its images are in different splits. */
  readonly leak: boolean;
}

export interface Finding {
  readonly id: string;
  /** `error`: results cannot be trusted. `warning`: they can, by whoever knows about it. */
  readonly severity: "error" | "warning";
  /** One sentence with its number, without a full stop. */
  readonly title: string;
  /** How bad it is and why it matters. */
  readonly detail: string;
  /** What to do. */
  readonly cure: string;
  /** All files concerned. */
  readonly paths: readonly string[];
}
