/** How well a TFLite file answers, and how much like the network that it was made from. */
import type { Agreement } from "./agreement.ts";
import type { Scores } from "./scores.ts";

export const tfliteFormats = ["float32", "int8"] as const;
export type TfliteFormat = (typeof tfliteFormats)[number];

/** One split. */
export interface TfliteEvaluation extends Scores {
  readonly images: number;
  /** Expected reliability error. */
  readonly ece: number;
  /** With the trained weights in TensorFlow; absent where they were not at hand. */
  readonly agreement?: Agreement;
}

export interface TfliteMeasurement {
  readonly format: TfliteFormat;
  /** Name and variant of what ran it. */
  readonly engine: string;
  readonly heldOut: TfliteEvaluation;
  readonly val: TfliteEvaluation;
}
