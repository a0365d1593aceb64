/** How far an answer can be trusted: the set of classes with a promised coverage, and the mark of a strange image. */
import { answerSet, coverageIndex, type BundleManifest } from "@inception-edge/bundle";
import type { Classified } from "../worker/job.ts";
import type { RankedClass } from "./rank-classes.ts";

/** What is known of the model that answered. */
export interface KnownModel {
  readonly manifest: BundleManifest;
  /** Role of its file, for example `tflite-int8`. */
  readonly role: string;
  /** The out-of-distribution score above which an image is marked; absent where the bundle cannot tell. */
  readonly oodThreshold: number | undefined;
}

/** What a set promises. */
export interface SetTerms {
  readonly coverage: number;
  /** The least score of a class in the set. */
  readonly least: number;
}

/** The classes that an answer leaves possible, best first. */
export interface AnswerSet {
  readonly coverage: number;
  readonly classes: RankedClass[];
}

/** Whether the image is unlike those of training; undefined where the model cannot tell. */
export function isOutOfDistribution(
  { oodScore }: Pick<Classified, "oodScore">,
  { oodThreshold }: Pick<KnownModel, "oodThreshold">,
): boolean | undefined {
  if (oodScore === undefined || oodThreshold === undefined) return undefined;
  return oodScore > oodThreshold;
}

/** @returns undefined where the bundle has no such sets, or none for this network or of this coverage */
export function findSetTerms(
  { manifest: { answerSets }, role }: Omit<KnownModel, "oodThreshold">,
  coverage: number,
): SetTerms | undefined {
  const leastScores = answerSets?.leastScores[role];
  if (answerSets === undefined || leastScores === undefined) return undefined;
  const index = coverageIndex(answerSets, coverage);
  if (index < 0) return undefined;
  return { coverage: answerSets.coverages[index]!, least: leastScores[index]! };
}

/** The set of an image out of distribution is empty. */
export function answerSetOf(
  answer: Pick<Classified, "scores" | "oodScore">,
  model: KnownModel,
  { coverage, least }: SetTerms,
): AnswerSet {
  const { classes } = model.manifest;
  const ranked = isOutOfDistribution(answer, model)
    ? []
    : answerSet(new Float32Array(answer.scores), least);
  return {
    coverage,
    classes: ranked.map(({ classIndex, score }, index) => ({
      ...classes[classIndex]!,
      score: Math.min(1, score), // A float32 softmax may end slightly above 1.
      rank: index + 1,
    })),
  };
}
