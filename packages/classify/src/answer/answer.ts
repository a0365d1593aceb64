/** The answer to one image: a row of the output, in NDJSON as well as in Parquet. */
import { topK } from "@inception-edge/bundle/input";
import type { AnswerError } from "../input/image-input.ts";

/** A row: predictions, or the error that took their place. */
export interface Answer extends Partial<Strangeness> {
  /** The image's position in the archive, counted from 0. */
  readonly index: number;
  readonly path: string;
  /** Of the file's bytes, 64 lower-case hexadecimal digits; null where they could not be read. */
  readonly sha256: string | null;
  /** The most likely classes, best first. */
  readonly predictions?: readonly Prediction[];
  readonly error?: AnswerError;
}

/** How unlike those of training an image is, where the bundle can tell; named as the service names it. */
export interface Strangeness {
  readonly outOfDistribution: boolean;
  /** In standard deviations of held-out images, to four digits. */
  readonly oodScore: number;
}

/** A class and its probability. */
export interface Prediction {
  /** The class's own name, unique. */
  readonly id: string;
  readonly label: string;
  /** In [0, 1], rounded to six digits: float32 has no more, and rounded, engines agree in nearly all of them. */
  readonly score: number;
}

/** What an answer names of a class. */
export type ClassName = Pick<Prediction, "id" | "label">;

/** @param scores float32 `[classes]`, a probability distribution */
export function predictionsOf(
  scores: Float32Array,
  classes: readonly ClassName[],
  k: number,
): Prediction[] {
  return topK(scores, k).map(({ classIndex, score }) => {
    const { id, label } = classes[classIndex]!;
    // A float32 softmax may end slightly outside [0, 1].
    return { id, label, score: Math.round(Math.min(1, Math.max(0, score)) * 1e6) / 1e6 };
  });
}

/** One line of NDJSON, without its end. The fields are written in one order, so that equal answers are equal bytes. */
export function answerLine(answer: Answer): string {
  const { index, path, sha256, predictions, outOfDistribution, oodScore, error } = answer;
  const said = error ? { error } : { predictions, outOfDistribution, oodScore }; // absent ones are left out
  return JSON.stringify({ index, path, sha256, ...said });
}
