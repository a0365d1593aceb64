/** How far an answer can be trusted: the set of classes with a promised coverage, and the mark of a strange image. */
import { answerSet, coverageIndex } from "@inception-edge/bundle";
import type { ServedModel } from "../bundle/served-model.ts";
import { Problem } from "../problem.ts";
import type { Answer, Query } from "../routes/classify-schema.ts";
import type { Classified } from "../worker/job.ts";

type Asked = Pick<Query, "coverage">;

/** Whether the image is unlike those of training; undefined where the model cannot tell. */
export function isOutOfDistribution(
  { oodScore }: Pick<Classified, "oodScore">,
  { oodThreshold }: Pick<ServedModel, "oodThreshold">,
): boolean | undefined {
  if (oodScore === undefined || oodThreshold === undefined) return undefined;
  return oodScore > oodThreshold;
}

/** @throws {Problem} `coverage_unavailable` */
export function checkCoverage(asked: Asked, model: Pick<ServedModel, "manifest" | "role">): void {
  setTerms(asked, model);
}

/**
 * The field of the answer, if a coverage is asked for. The set of an image out of distribution is empty.
 * @throws {Problem} `coverage_unavailable`
 */
export function answerSetOf(
  answer: Pick<Classified, "scores" | "oodScore">,
  model: Pick<ServedModel, "manifest" | "role" | "oodThreshold">,
  asked: Asked,
): Pick<Answer, "answerSet"> {
  const terms = setTerms(asked, model);
  if (terms === undefined) return {};
  const { classes } = model.manifest;
  const ranked = isOutOfDistribution(answer, model)
    ? []
    : answerSet(new Float32Array(answer.scores), terms.least);
  return {
    answerSet: {
      coverage: terms.coverage,
      classes: ranked.map(({ classIndex, score }, index) => ({
        ...classes[classIndex]!,
        score: Math.min(1, score), // A float32 softmax may end slightly above 1.
        rank: index + 1,
      })),
    },
  };
}

interface SetTerms {
  readonly coverage: number;
  /** The least score of a class in the set. */
  readonly least: number;
}

function setTerms(
  { coverage }: Asked,
  { manifest: { answerSets }, role }: Pick<ServedModel, "manifest" | "role">,
): SetTerms | undefined {
  if (coverage === undefined) return undefined;
  const leastScores = answerSets?.leastScores[role];
  if (answerSets === undefined || leastScores === undefined) {
    throw new Problem(
      "coverage_unavailable",
      "Cannot answer with a set: the bundle has no answer sets; export it again or refresh it, or leave out coverage",
    );
  }
  const index = coverageIndex(answerSets, coverage);
  if (index < 0) {
    throw new Problem(
      "coverage_unavailable",
      `Cannot answer with a coverage of ${coverage}: the bundle's ${answerSets.images} held-out images allow at most ${answerSets.coverages.at(-1)}; ask for that or less`,
    );
  }
  return { coverage: answerSets.coverages[index]!, least: leastScores[index]! };
}
