/** The most likely classes of an answer, best first. */
import { topK } from "@inception-edge/bundle";
import type { Classified } from "../worker/job.ts";

/** What makes scores from logits, by the names of Hugging Face's image-classification task. */
export const scoreFunctions = ["softmax", "sigmoid", "none"] as const;

/** One of `scoreFunctions`. */
export type ScoreFunction = (typeof scoreFunctions)[number];

/** @param scoreFunction `none` returns the logits as they are */
export function bestClasses(
  { scores, logits }: Pick<Classified, "scores" | "logits">,
  k: number,
  scoreFunction: ScoreFunction = "softmax",
): ReturnType<typeof topK> {
  const values = new Float32Array(scoreFunction === "softmax" ? scores : logits);
  return topK(values, k).map(({ classIndex, score }) => ({
    classIndex,
    score: SCORE[scoreFunction](score),
  }));
}

/** Of all classes, in the network's order; float32 `[classes]`, a copy. */
export function probabilities({ scores }: Pick<Classified, "scores">): Float32Array<ArrayBuffer> {
  return new Float32Array(scores).map(SCORE.softmax);
}

/** From what the network returns: it computes the softmax itself, the others are computed here. */
const SCORE: Readonly<Record<ScoreFunction, (value: number) => number>> = {
  // A float32 softmax may end slightly outside [0, 1]; an answer never does.
  softmax: (score) => Math.min(1, Math.max(0, score)),
  sigmoid: (logit) => 1 / (1 + Math.exp(-logit)),
  none: (logit) => logit,
};
