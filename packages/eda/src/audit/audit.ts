/** `audit.json`: what a model says about the labels of the images that it had not been trained on. */
import type { ClassLabel } from "@inception-edge/dataset";

/** The `schemaVersion` of the file. */
export const AUDIT_VERSION = 1;

/** The content of `audit.json`. */
export interface Audit {
  readonly schemaVersion: typeof AUDIT_VERSION;
  /** ISO 8601. */
  readonly created: string;
  readonly dataset: {
    readonly name: string;
    readonly root: string;
    readonly fingerprint: string;
  };
  /** How the images were predicted: "5-fold". */
  readonly how: string;
  readonly images: number;
  /** The share of the images that the run's own prediction gives the label they have, in [0, 1]. */
  readonly agreement: number;
  /** The share of all labels that confident learning estimates to be wrong, in [0, 1]. */
  readonly wrongShare: number;
  /** In the order of the class indices. */
  readonly classes: readonly AuditedClass[];
  /** Images that are rather another class than their label says, the likeliest wrong labels first. */
  readonly doubts: readonly Doubt[];
  /** The images farthest from all others, farthest first; empty without features. */
  readonly outliers: readonly Outlier[];
  /** Pairs of classes that the run confuses, the most frequent first. */
  readonly confusions: readonly Confusion[];
}

/** A class and the labels that say it. */
export interface AuditedClass extends Pick<ClassLabel, "id" | "label"> {
  readonly images: number;
  /** Images with this label that are doubted with confidence. */
  readonly doubts: number;
  /** The share of the labels that say this class and are estimated to be wrong, in [0, 1]. */
  readonly wrongShare: number;
}

/** An image whose label is doubted. */
export interface Doubt {
  readonly path: string;
  /** Class indices: of the given label and of what it should rather be. */
  readonly label: number;
  readonly suggested: number;
  /** Probabilities of the two, in [0, 1]. */
  readonly score: number;
  readonly suggestedScore: number;
  /** Whether the image counts as the suggested class by confident learning, and not only rather than as its label. */
  readonly isConfident: boolean;
}

/** An image that is like no other. */
export interface Outlier {
  readonly path: string;
  /** Class index. */
  readonly label: number;
  /** Average cosine distance to its nearest neighbors, in [0, 2]. */
  readonly distance: number;
}

/** Images with one label that the run takes for another class. */
export interface Confusion {
  /** Class indices. */
  readonly label: number;
  readonly predicted: number;
  readonly images: number;
  /** Of the images with the label, in (0, 1]. */
  readonly share: number;
}
