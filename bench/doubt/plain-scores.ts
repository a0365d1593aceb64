/** Out-of-distribution scores that need nothing but an answer, to compare a bundle's with; higher for a stranger image. */
import type { Answered } from "./bundle-answers.ts";

/** By name: from answers to a score of each image. */
export const plainScores: Readonly<
  Record<string, (answers: Pick<Answered, "scores" | "logits">) => number[]>
> = {
  "1 − highest score": ({ scores }) => scores.map((row) => 1 - Math.max(...row)),
  "−highest logit": ({ logits }) => logits.map((row) => -Math.max(...row)),
  energy: ({ logits }) =>
    logits.map((row) => -Math.log(row.reduce((sum, logit) => sum + Math.exp(logit), 0))),
};
