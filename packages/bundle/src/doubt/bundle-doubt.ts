/**
 * What a manifest says of how far its network's answers can be trusted: sets of classes that hold the true one as often
 * as promised, images unlike those it was trained on, and what answers to held-out images look like.
 */

/** How to make answer sets, and how they did on val. Made by `fitAnswerSets`. */
export interface BundleAnswerSets {
  /** Number of held-out images that the least scores are from. */
  readonly images: number;
  /** Ascending, each in (0, 1): those that so many images allow. */
  readonly coverages: readonly number[];
  /** By role of the file, one for each coverage: the least score of a class in the set; 1 where the likeliest alone will do. */
  readonly leastScores: Readonly<Record<string, readonly number[]>>;
  readonly checked: CheckedAnswerSets;
}

/** How the sets did on images by which nothing was chosen. */
export interface CheckedAnswerSets {
  /** What the split is called: `official val` or `val`. */
  readonly split: string;
  readonly images: number;
  /** By role of the file, for some coverages. */
  readonly figures: Readonly<Record<string, readonly SetFigures[]>>;
  /** For one coverage and one file. */
  readonly byClass: ClassSetFigures;
}

/** How the sets of one coverage did. */
export interface SetFigures {
  /** What was promised, in (0, 1). */
  readonly coverage: number;
  /** Fraction of the images whose set has their class. */
  readonly covered: number;
  /** Mean number of classes in a set. */
  readonly meanSize: number;
  /** Fraction of the images whose set is empty. */
  readonly empty: number;
}

/** The same for each class of the network; null for one without images. */
export interface ClassSetFigures {
  readonly role: string;
  readonly coverage: number;
  readonly covered: readonly (number | null)[];
  readonly meanSize: readonly (number | null)[];
}

/** How to tell images that are unlike those that the network was trained on. Made by `fitOod`. */
export interface BundleOutOfDistribution {
  /** Number of held-out images that the thresholds are from. */
  readonly images: number;
  /** Fraction of them that is not marked, in (0, 1). */
  readonly kept: number;
  /** Name of a feature map in the TFLite files, `[1, height, width, channels]`, whose means ood.bin describes. */
  readonly featureMap: string;
  /** Number of its channels that are used, evenly spaced. */
  readonly channels: number;
  /** By role of the file. */
  readonly scales: Readonly<Record<string, OodScale>>;
  readonly checked: CheckedOod;
}

/** What an image's two measures are on held-out images, and from which score on one is marked. */
export interface OodScale {
  /** Of the logarithm of the squared Mahalanobis distance. */
  readonly distance: Moments;
  /** Of the scores' entropy, nats. */
  readonly entropy: Moments;
  /** An image with a higher score is out of distribution. */
  readonly threshold: number;
}

/** Mean and standard deviation, which is above 0. */
export interface Moments {
  readonly mean: number;
  readonly deviation: number;
}

/** How the marks did on images by which nothing was chosen. */
export interface CheckedOod {
  readonly split: string;
  readonly images: number;
  /** By role of the file, the fraction of val that is marked. */
  readonly marked: Readonly<Record<string, number>>;
  /** Against val, by kind of images that no dataset has; with the file of this role. */
  readonly role: string;
  readonly kinds: readonly OodFigures[];
}

/** How well one kind of images is told from val. */
export interface OodFigures {
  readonly kind: string;
  readonly images: number;
  /** Area under the ROC curve: how often an image of the kind has a higher score than one of val; 0 to 1. */
  readonly auroc: number;
  /** Fraction that is marked. */
  readonly marked: number;
}

/** What answers to held-out images look like, for a service to compare its own with. Made by `fitDrift`. */
export interface BundleDrift {
  /** Number of held-out images. */
  readonly images: number;
  /** Fraction of them that each class is predicted for. */
  readonly classes: readonly number[];
  /** Of the top class's score, by role of the file. */
  readonly confidence: Readonly<Record<string, Bins>>;
  /** Of the out-of-distribution score, by role of the file. */
  readonly oodScore: Readonly<Record<string, Bins>>;
}

/** Values by how large they are. */
export interface Bins {
  /** Ascending bounds between the bins; a value on a bound is in the lower bin. */
  readonly bounds: readonly number[];
  /** Fraction of the values in each bin, one more than there are bounds. */
  readonly shares: readonly number[];
}
