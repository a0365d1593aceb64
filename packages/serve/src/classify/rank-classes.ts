/** The classes of an answer as they are told: best first, with their names and ranks. */
import type { BundleClass } from "@inception-edge/bundle";
import type { Classified } from "../worker/job.ts";
import { bestClasses } from "./best-classes.ts";

/** A class with its score in [0, 1] and its rank, 1 for the best. */
export interface RankedClass extends BundleClass {
  readonly score: number;
  readonly rank: number;
}

/** @param options how many at most, and the least score of one that is told */
export function rankClasses(
  answer: Pick<Classified, "scores" | "logits">,
  classes: readonly BundleClass[],
  { top_k, threshold }: { readonly top_k: number; readonly threshold: number },
): RankedClass[] {
  return bestClasses(answer, top_k)
    .map(({ classIndex, score }, index) => ({ ...classes[classIndex]!, score, rank: index + 1 }))
    .filter(({ score }) => score >= threshold);
}
