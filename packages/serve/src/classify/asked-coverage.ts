/** The coverage that a request asks for, as far as the model can promise it. */
import type { ServedModel } from "../bundle/served-model.ts";
import { Problem } from "../problem.ts";
import type { Query } from "../routes/classify-schema.ts";
import { findSetTerms, type SetTerms } from "./doubt.ts";

/**
 * @returns undefined where none is asked for
 * @throws {Problem} `coverage_unavailable`
 */
export function askedTerms(
  { coverage }: Pick<Query, "coverage">,
  model: Pick<ServedModel, "manifest" | "role">,
): SetTerms | undefined {
  if (coverage === undefined) return undefined;
  const terms = findSetTerms(model, coverage);
  if (terms !== undefined) return terms;
  const { answerSets } = model.manifest;
  throw new Problem(
    "coverage_unavailable",
    answerSets?.leastScores[model.role] === undefined
      ? "Cannot answer with a set: the bundle has no answer sets; export it again or refresh it, or leave out coverage"
      : `Cannot answer with a coverage of ${coverage}: the bundle's ${answerSets.images} held-out images allow at most ${answerSets.coverages.at(-1)}; ask for that or less`,
  );
}
