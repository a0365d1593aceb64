/**
 * The evaluation of a network: the `Evaluation` of one split, and `evaluation.json`, which has those of the held-out part
 * of train and of val. Fractions are 0 to 1, losses are in nats.
 */
import { classAverages, wilsonInterval, type ClassAverages } from "./class-averages.ts";
import { confusedPairs, confusionCounts, type ClassName, type ConfusedPair } from "./confusion.ts";
import { perClass, type ClassScores } from "./per-class.ts";
import { reliability, type Reliability } from "./reliability.ts";
import { scores, type Scores } from "./scores.ts";
import { scaleLogits } from "./temperature.ts";
import type { TfliteMeasurement } from "./tflite-evaluation.ts";

/** A model's outputs on one split, and the true classes. */
export interface Answers {
  /** `[count, classes]` */
  readonly logits: Float32Array;
  /** `[count]` */
  readonly labels: Int32Array;
}

/** Everything that is measured on one split. */
export interface Evaluation extends Scores, Partial<ClassAverages> {
  /** Number of images. */
  readonly count: number;
  /** Bounds of top-1, between which it lies with a confidence of 95 %; absent in files of before 2026-11-27, as the averages. */
  readonly top1Interval?: readonly [low: number, high: number];
  readonly reliability: Reliability;
  /** After dividing the logits by the document's `temperature`. */
  readonly scaled: { readonly loss: number; readonly ece: number };
  /** Worst first. */
  readonly perClass: readonly ClassScores[];
  /** Most frequent first. */
  readonly confusions: readonly ConfusedPair[];
}

/** How the figures were measured, so that they can be compared with others. */
export interface Measurement {
  /** ISO 8601. */
  readonly measured: string;
  /** The checkpoint measured, such as "best, epoch 12". */
  readonly checkpoint: string;
  /** How an image becomes the model's input, such as "64×64, center-crop to 56×56, no augmentation". */
  readonly input: string;
  readonly precision: string;
  readonly library: string;
  readonly dataset: {
    readonly name: string;
    readonly fingerprint: string;
    /** Number of images that the run's exclude list removed from the splits. */
    readonly excluded: number;
    /** Number of images whose labels the run's relabel list changed, or that it removed; absent without a list. */
    readonly relabeled?: number;
    /** Number of files that could not be used; absent if there were none. */
    readonly leftOut?: number;
    /** The share of each class set apart as val; absent if the dataset came with a val split. */
    readonly valFraction?: number;
  };
}

/** The scores of one fold of a cross-validation. */
export interface FoldScores extends Omit<
  Evaluation,
  "reliability" | "scaled" | "perClass" | "confusions"
> {
  /** Number of images that its network was trained on. */
  readonly trained: number;
  /** Seconds of training. */
  readonly seconds: number;
}

/**
 * A cross-validation (k-fold): every image classified once, by a network that was trained on the other folds. It measures
 * the recipe; the run's own network is none of these.
 */
export interface CrossValidation {
  readonly measurement: Omit<Measurement, "input">;
  readonly folds: readonly FoldScores[];
  /** Mean of the folds' top-1, and its standard deviation from fold to fold. */
  readonly top1: { readonly mean: number; readonly deviation: number };
  /** Over the images of all folds, with unscaled logits. */
  readonly pooled: Evaluation;
}

/** How a part of the figures was measured later. Until 2026-11-27 the last two fields were called `of` and `by`. */
export interface Remeasurement {
  /** ISO 8601. */
  readonly measured: string;
  /** `DECODER_ID` of the images. */
  readonly decoder: string;
  /** Description of the figures concerned. */
  readonly figures: string;
  /** Description of the network's form that was measured. */
  readonly form: string;
}

/** The content of `evaluation.json`. */
export interface EvaluationDocument {
  readonly schemaVersion: 1;
  readonly measurement: Measurement;
  /** Present if `refreshBundle` has updated figures. */
  readonly remeasured?: Remeasurement;
  /** Fitted on held-out, whose own `scaled` figures are therefore slightly optimistic. Part of the exported weights. */
  readonly temperature: number;
  readonly heldOut: Evaluation;
  /** The val split, which no decision of the run depends on. */
  readonly val: Evaluation;
  /** The network as it is served, with its logits divided by the temperature. */
  readonly tflite: readonly TfliteMeasurement[];
  /** Present if the run began with a cross-validation. */
  readonly folds?: CrossValidation;
}

/** The classes, and the temperature for the `scaled` figures. */
export interface EvaluateOptions {
  readonly classes: readonly ClassName[];
  /** Default: 1, which changes nothing. */
  readonly temperature?: number;
}

/**
 * Measures a split.
 * @throws {RangeError} when logits, labels and classes do not match
 */
export function evaluate(
  { logits, labels }: Answers,
  { classes, temperature = 1 }: EvaluateOptions,
): Evaluation {
  if (logits.length !== labels.length * classes.length) {
    throw new RangeError(
      `Cannot evaluate: ${logits.length} logits for ${labels.length} labels of ${classes.length} classes; want ${labels.length * classes.length}`,
    );
  }
  const scaled = scaleLogits(logits, temperature);
  const measured = scores(logits, labels);
  const ofClasses = perClass(logits, labels, classes);
  return {
    count: labels.length,
    ...measured,
    top1Interval: wilsonInterval(measured.top1, labels.length),
    ...classAverages(ofClasses),
    reliability: reliability(logits, labels),
    scaled: {
      loss: scores(scaled, labels).loss,
      ece: reliability(scaled, labels).ece,
    },
    perClass: ofClasses,
    confusions: confusedPairs(confusionCounts(logits, labels), classes),
  };
}

/**
 * The content of `evaluation.json`.
 * @param splits outputs with unscaled logits
 * @param options.temperature from `fitTemperature` on the held-out split, never on val
 */
export function evaluationDocument(
  splits: { readonly heldOut: Answers; readonly val: Answers },
  options: {
    readonly classes: readonly ClassName[];
    readonly temperature: number;
    readonly measurement: Measurement;
    readonly tflite: readonly TfliteMeasurement[];
    readonly folds?: CrossValidation | undefined;
  },
): EvaluationDocument {
  const { classes, temperature, measurement, tflite, folds } = options;
  return {
    schemaVersion: 1,
    measurement,
    temperature,
    heldOut: evaluate(splits.heldOut, { classes, temperature }),
    val: evaluate(splits.val, { classes, temperature }),
    tflite,
    ...(folds && { folds }),
  };
}
