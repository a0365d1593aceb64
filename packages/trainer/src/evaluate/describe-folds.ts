/** The scores of a cross-validation as lines of text. */
import { formatInteger, formatPercent } from "@inception-edge/host";
import { describeScores } from "./describe-scores.ts";
import type { CrossValidation } from "./evaluation.ts";
import type { ClassScores } from "./per-class.ts";

/** Classes and confusions that are shown. */
const SHOWN = 6;

/** "5-fold", which is also the name of the split in manifests and of the predictions. */
export function foldsName({ folds }: Pick<CrossValidation, "folds">): string {
  return `${folds.length}-fold`;
}

/** The scores over all images, from fold to fold, of the worst classes, and the most frequent confusions. */
export function describeFolds(scores: CrossValidation): string[] {
  const { pooled } = scores;
  return [
    describeScores(`${foldsName(scores)}:`, pooled),
    `  ${describeSpread(scores)}`,
    `  lowest recall: ${pooled.perClass.slice(0, SHOWN).map(describeRecall).join(", ")}`,
    ...pooled.confusions
      .slice(0, SHOWN)
      .map(
        ({ actual, predicted, count }) =>
          `  ${count} × ${actual.label} classified as ${predicted.label}`,
      ),
  ];
}

/** How top-1 varies from fold to fold. */
export function describeSpread({ folds, top1: { mean, deviation } }: CrossValidation): string {
  const all = folds.map(({ top1 }) => top1);
  return `top-1 of the folds: mean ${formatPercent(mean, 2)}, standard deviation ${(100 * deviation).toFixed(2)} points, from ${formatPercent(Math.min(...all), 2)} to ${formatPercent(Math.max(...all), 2)}`;
}

/** "trash 33 % of 137". */
export function describeRecall({ label, accuracy, count }: ClassScores): string {
  return `${label} ${formatPercent(accuracy, 0)} of ${formatInteger(count)}`;
}
