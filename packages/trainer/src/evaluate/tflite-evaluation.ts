/** The scores of a TFLite file, and its agreement with the network that it was made from. */
import type { Agreement } from "./agreement.ts";
import type { Scores } from "./scores.ts";

export const tfliteFormats = ["float32", "int8"] as const;
export type TfliteFormat = (typeof tfliteFormats)[number];

/** The scores on one split. */
export interface TfliteEvaluation extends Scores {
  /** Number of images. */
  readonly images: number;
  /** Expected calibration error. */
  readonly ece: number;
  /** Agreement with the trained weights in TensorFlow; absent if they were not available. */
  readonly agreement?: Agreement;
}

/** The scores of one file. */
export interface TfliteMeasurement {
  readonly format: TfliteFormat;
  /** Name and variant of the engine that ran it. */
  readonly engine: string;
  readonly heldOut: TfliteEvaluation;
  readonly val: TfliteEvaluation;
}
