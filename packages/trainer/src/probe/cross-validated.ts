/** What a linear probe says of each image while it has not been fitted on it. */
import { mostFolds, stratifiedFolds, type FoldedImages } from "@inception-edge/dataset";
import { softmax } from "../evaluate/logits.ts";
import { fitProbe, probeLogits } from "./linear-probe.ts";
import type { Features } from "./network-features.ts";

const FOLDS = 5;

/** The probe's answers, row by row. */
export interface CrossValidated {
  /** Float32 `[images, classes]`, each row with the sum 1. */
  readonly probabilities: Float32Array;
  /** The fold that each image was in, from 0. */
  readonly fold: Int32Array;
  readonly folds: number;
}

/**
 * Fits as many probes as there are folds: five, or as many as the smallest class has images.
 * @param features of `images`, in their order
 * @param images indices into the packed store, ascending
 */
export async function crossValidated(
  features: Features,
  images: Int32Array,
  { packed, seed }: { readonly packed: FoldedImages; readonly seed: number },
): Promise<CrossValidated> {
  const classes = packed.classes.length;
  const labels = [...images].map((image) => packed.labels[image]!);
  const rowOf = new Map([...images].map((image, row) => [image, row]));
  // Of a class of one image no fold can be made: that has its own error.
  const folds = Math.max(2, Math.min(FOLDS, mostFolds(packed, images)));
  const parts = stratifiedFolds(packed, images, { folds, seed });
  const probabilities = new Float32Array(images.length * classes);
  const fold = new Int32Array(images.length);
  for (const [index, part] of parts.entries()) {
    const held = [...part].map((image) => rowOf.get(image)!);
    for (const row of held) fold[row] = index;
    const isHeld = new Set(held);
    const rows = [...labels.keys()].filter((row) => !isHeld.has(row));
    const probe = await fitProbe(features, { rows, labels, classes });
    const answers = softmax(probeLogits(features, probe, held), classes);
    for (const [position, row] of held.entries()) {
      const start = position * classes;
      probabilities.set(answers.subarray(start, start + classes), row * classes);
    }
  }
  return { probabilities, fold, folds };
}
