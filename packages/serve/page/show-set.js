/** The set of classes that holds the true one as often as promised. */
import { byId } from "./by-id.js";

/** @import { Answer } from "./post-image.js" */

/** The coverage to ask for, if the model has it. */
const WANTED = 0.95;

/** Labels that are shown at once; the rest unfold. */
const SHOWN = 8;

/**
 * The highest one on offer that is not above what is wanted.
 *
 * @param {{ coverages: readonly number[] }} [answerSets]
 */
export function chooseCoverage(answerSets) {
  return answerSets?.coverages.findLast((coverage) => coverage <= WANTED);
}

/** @param {Answer["answerSet"]} [answerSet] */
export function showSet(answerSet) {
  const labels = answerSet?.classes.map(({ label }) => label) ?? [];
  byId("set").hidden = answerSet === undefined;
  byId("set-promise").textContent = answerSet ? promise(answerSet) : "";
  byId("set-labels").textContent = labels.slice(0, SHOWN).join(", ");
  byId("set-more").hidden = labels.length <= SHOWN;
  byId("set-count").textContent = `and ${labels.length - SHOWN} more`;
  byId("set-rest").textContent = labels.slice(SHOWN).join(", ");
}

/** @param {Answer["answerSet"]} [answerSet] @returns {string[]} a sentence, or none */
export function describeSet(answerSet) {
  if (answerSet === undefined) return [];
  const labels = answerSet.classes.slice(0, SHOWN).map(({ label }) => label);
  return [`${promise(answerSet)} ${labels.join(", ")}`.trim()];
}

/** @param {NonNullable<Answer["answerSet"]>} answerSet */
function promise({ coverage, classes }) {
  const often = `${Math.round(100 * coverage)} %`;
  if (classes.length === 0) return "Set of answers: none of the model's classes.";
  return classes.length === 1
    ? `Set of answers, which holds the right one in about ${often} of cases: one class,`
    : `Set of answers, which holds the right one in about ${often} of cases: ${classes.length} classes,`;
}
