/** The likeliest classes of an answer, the best first. */
import { topK } from "@inception-edge/model/bundle";
import type { Classified } from "../worker/job.ts";

/** Names of the scores that an answer can have, as Hugging Face's image-classification task names them. */
export const scoreFunctions = ["softmax", "sigmoid", "none"] as const;

export type ScoreFunction = (typeof scoreFunctions)[number];

/** @param by what makes the scores of the logits; `none` gives them as they are */
export function bestClasses(
  { scores, logits }: Pick<Classified, "scores" | "logits">,
  k: number,
  by: ScoreFunction = "softmax",
): ReturnType<typeof topK> {
  const values = new Float32Array(by === "softmax" ? scores : logits);
  return topK(values, k).map(({ classIndex, score }) => ({
    classIndex,
    score: SCORE[by](score),
  }));
}

/** Of what the network gives: a softmax is made there, the others are made here. */
const SCORE: Readonly<Record<ScoreFunction, (value: number) => number>> = {
  // A softmax in float32 may end a hair outside of [0, 1]; what is answered does not.
  softmax: (score) => Math.min(1, Math.max(0, score)),
  sigmoid: (logit) => 1 / (1 + Math.exp(-logit)),
  none: (logit) => logit,
};
