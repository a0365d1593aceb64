/**
 * Everything a run knows about how good it is: the `Evaluation` of one split, and `evaluation.json`, which
 * holds those of the held-out part of train and of the official val. Fractions are 0 to 1, losses nats.
 */
import { confusedPairs, confusionCounts, type ClassName, type ConfusedPair } from "./confusion.ts";
import { perClass, type ClassScores } from "./per-class.ts";
import { reliability, type Reliability } from "./reliability.ts";
import { scores, type Scores } from "./scores.ts";
import { scaleLogits } from "./temperature.ts";
import type { TfliteMeasurement } from "./tflite-evaluation.ts";

/** What a model answered on one split, and the truth. */
export interface Answers {
  /** `[count, classes]` */
  readonly logits: Float32Array;
  /** `[count]` */
  readonly labels: Int32Array;
}

export interface Evaluation extends Scores {
  /** Images. */
  readonly count: number;
  readonly reliability: Reliability;
  /** The same after division of the logits by the document's `temperature`. */
  readonly scaled: { readonly loss: number; readonly ece: number };
  /** Worst first. */
  readonly perClass: readonly ClassScores[];
  /** Most frequent first. */
  readonly confusions: readonly ConfusedPair[];
}

/** How the numbers came about: without it they cannot be compared with anybody's. */
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
    /** Images that the run's exclude list left out of every split. */
    readonly excluded: number;
  };
}

export interface Remeasurement {
  /** ISO 8601. */
  readonly measured: string;
  /** `DECODER_ID` of the images' pixels. */
  readonly decoder: string;
  /** Which numbers, in words. */
  readonly of: string;
  /** What answered. */
  readonly by: string;
}

export interface EvaluationDocument {
  readonly schemaVersion: 1;
  readonly measurement: Measurement;
  /** What was measured again later, by `refreshBundle`. */
  readonly remeasured?: Remeasurement;
  /** Fitted on the held-out split, whose own `scaled` numbers are therefore slightly flattered. The exported weights hold it. */
  readonly temperature: number;
  readonly heldOut: Evaluation;
  /** The official val split, which no decision of the run has seen. */
  readonly val: Evaluation;
  /** The same network as it is served, its logits divided by the temperature. */
  readonly tflite: readonly TfliteMeasurement[];
}

export interface EvaluateOptions {
  readonly classes: readonly ClassName[];
  /** Default: 1, which scales nothing. */
  readonly temperature?: number;
}

/** @throws {RangeError} when the logits do not fit the labels or the classes. */
export function evaluate(
  { logits, labels }: Answers,
  { classes, temperature = 1 }: EvaluateOptions,
): Evaluation {
  if (logits.length !== labels.length * classes.length) {
    throw new RangeError(
      `Cannot evaluate: ${logits.length} logits for ${labels.length} labels of ${classes.length} classes; want ${labels.length * classes.length}`,
    );
  }
  const cooled = scaleLogits(logits, temperature);
  return {
    count: labels.length,
    ...scores(logits, labels),
    reliability: reliability(logits, labels),
    scaled: {
      loss: scores(cooled, labels).loss,
      ece: reliability(cooled, labels).ece,
    },
    perClass: perClass(logits, labels, classes),
    confusions: confusedPairs(confusionCounts(logits, labels), classes),
  };
}

/**
 * The content of `evaluation.json`.
 * @param splits unscaled @param options.temperature by `fitTemperature` of the held-out answers, never of val's
 */
export function evaluationDocument(
  splits: { readonly heldOut: Answers; readonly val: Answers },
  options: {
    readonly classes: readonly ClassName[];
    readonly temperature: number;
    readonly measurement: Measurement;
    readonly tflite: readonly TfliteMeasurement[];
  },
): EvaluationDocument {
  const { classes, temperature, measurement, tflite } = options;
  return {
    schemaVersion: 1,
    measurement,
    temperature,
    heldOut: evaluate(splits.heldOut, { classes, temperature }),
    val: evaluate(splits.val, { classes, temperature }),
    tflite,
  };
}
