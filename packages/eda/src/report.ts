/**
 * `report.json`, everything known about a dataset. The page, the tables, the terminal's summary and `--fail-on` are
 * made from it alone; only the pictures are not in it. Its keys and ids have been spelled `colour` and `grey` since
 * version 1, and stay so for its readers; everything else is American.
 */
import type {
  ChannelMoments,
  DatasetOrigin,
  Defect,
  ExcludeEntry,
  Layout,
} from "@inception-edge/dataset";
import type { ImageFormat } from "@inception-edge/image";
import type { Balance } from "./analyze/class-balance.ts";
import type { Recognized } from "./analyze/published-constants.ts";
import type { ImageReport, NamedImage } from "./image-report.ts";

/** Raised when an older reader would misread a newer report; new optional fields do not. */
export const REPORT_VERSION = 1;

export type Split = NamedImage["split"];

export interface Report {
  readonly schemaVersion: typeof REPORT_VERSION;
  /** UTC, ISO 8601. */
  readonly created: string;
  readonly dataset: DatasetOrigin;
  readonly structure: Structure;
  readonly balance: Readonly<Record<Split, Balance>>;
  /** In ascending order of the ids. */
  readonly classes: readonly ClassReport[];
  /** Channel statistics by split; absent without images. */
  readonly channels: Readonly<Partial<Record<Split, ChannelReport>>>;
  /** Published constants, and which figure of `train` each matches. */
  readonly publishedConstants: readonly Recognized[];
  readonly files: FileReport;
  readonly images: ImageReport;
  readonly duplicates: DuplicateReport;
  /** Images to exclude from training, with reasons: `exclude.txt`. */
  readonly exclude: readonly ExcludeEntry[];
  readonly training: TrainingPlan;
  /** What is wrong, errors first; empty if no problems were found. */
  readonly findings: readonly Finding[];
}

export interface Structure {
  readonly layout: Layout;
  /** The layout in which it was read, its classes, images and splits, in one line. */
  readonly summary: string;
  /** The share of each class that the trainer would set apart as val; absent if the dataset has a validation split. */
  readonly valFraction?: number;
  /** The known dataset that the folder claims to be, by its name or its classes. */
  readonly claims: string | null;
  /** Whether it is what it claims to be in every respect, or is consistent if it claims nothing. */
  readonly matches: boolean;
  readonly defects: readonly Defect[];
  /** Remarks about what is unusual but not a defect. */
  readonly notices: readonly string[];
  /** Hidden and system files, which are passed over, by name. */
  readonly passedOver: Readonly<Record<string, number>>;
}

export interface ClassReport {
  readonly id: string;
  /** Its WordNet id, if it has one. */
  readonly wnid?: string;
  /** The first name. */
  readonly label: string;
  /** All names. */
  readonly name: string;
  /** Images in train and in val. */
  readonly train: number;
  readonly val: number;
  /** Gray training images: files with one channel, and files with three equal channels. */
  readonly oneChannel: number;
  readonly greyStoredAsColour: number;
  /** Statistics of its training images as stored; absent without any. */
  readonly stored?: ChannelMoments;
}

export interface ChannelReport {
  readonly images: number;
  /** As stored: 64×64. */
  readonly stored: ChannelMoments;
  /** The network's inputs without augmentation, 56×56, by resize method. */
  readonly inputs: Readonly<Record<"bilinear" | "center-crop", ChannelMoments>>;
  /** Counts of stored samples, `[3][256]`. */
  readonly histogram: readonly (readonly number[])[];
}

export interface FileReport {
  /** Files that could not be decoded. */
  readonly defects: readonly Defect[];
  /** Files whose extension claims another format than they have. */
  readonly misnamed: readonly Misnamed[];
  /** Images by format. */
  readonly formats: Readonly<Partial<Record<ImageFormat, number>>>;
  /** Images by color mode, by split. */
  readonly colour: Readonly<Record<Split, ColorModes>>;
  /** Paths of gray images: with one channel, and with three equal channels. */
  readonly oneChannel: readonly string[];
  readonly greyStoredAsColour: readonly string[];
  /** The most frequent sizes of the files' images, at most 20, and the number of different sizes. */
  readonly sizes: readonly ImageSize[];
  readonly distinctSizes: number;
}

/** What the trainer would do. */
export interface TrainingPlan {
  /** Defects for which it would refuse to start. */
  readonly refusals: number;
  /** Files that it would leave out, by reason. */
  readonly leftOut: readonly { readonly reason: string; readonly files: number }[];
  /** Images of `exclude` that it would not leave out by itself. */
  readonly excludes: number;
  /** The command line for this dataset; absent if it would refuse to start. */
  readonly command?: string;
}

export interface Misnamed {
  readonly path: string;
  readonly format: ImageFormat;
}

export interface ColorModes {
  /** The channels of some pixel differ by more than 8 of 255. */
  readonly colour: number;
  /** They differ by at most 8: a scan, or a tinted photograph. */
  readonly nearlyGrey: number;
  /** All three channels are equal. */
  readonly greyStoredAsColour: number;
  /** The file has one channel, or one and alpha. */
  readonly oneChannel: number;
}

export interface ImageSize {
  readonly width: number;
  readonly height: number;
  readonly images: number;
}

export interface DuplicateReport {
  readonly groups: readonly DuplicateGroup[];
  /** Number of pairs with similar hashes, whose pixels were compared. */
  readonly compared: number;
  /** Whether so many images look alike that not all pairs were compared. */
  readonly bounded: boolean;
}

/**
 * Images that show the same. Of a dataset without a validation split all are of `train`: the trainer keeps images that are
 * alike on one side of the split that it makes.
 */
export interface DuplicateGroup {
  readonly kind: "exact" | "near" | "mirrored";
  /** Mean absolute difference of samples, 0..255. */
  readonly difference: number;
  readonly images: readonly NamedImage[];
  /** Whether its images have different labels. */
  readonly conflict: boolean;
  /** Whether its images are in different splits. */
  readonly leak: boolean;
}

export interface Finding {
  readonly id: string;
  /** `error`: results are unreliable. `warning`: results are usable if one knows about it. */
  readonly severity: "error" | "warning";
  /** One sentence with a number, without a period. */
  readonly title: string;
  /** How bad it is and why it matters. */
  readonly detail: string;
  /** What to do. */
  readonly cure: string;
  /** All files concerned. */
  readonly paths: readonly string[];
}
