/** The card's section on a cross-validation. */
import { tableRow, type CardSection } from "@inception-edge/bundle";
import { describeRecall, describeSpread, foldsName } from "../evaluate/describe-folds.ts";
import type { EvaluationDocument } from "../evaluate/evaluation.ts";

/** Classes whose recall is told. */
const CLASSES = 10;

/** No section if there was none. */
export function foldsSections({ folds: scores }: Pick<EvaluationDocument, "folds">): CardSection[] {
  if (!scores) return [];
  const { pooled, folds, measurement } = scores;
  const [low, high] = (pooled.top1Interval ?? []).map(percent);
  const rows = folds.map(({ trained, count, top1, balancedAccuracy, macroF1 }, index) =>
    tableRow([
      String(index + 1),
      String(trained),
      String(count),
      ...[top1, balancedAccuracy ?? NaN, macroF1 ?? NaN].map(percent),
    ]),
  );
  return [
    {
      title: "Cross-validation",
      text: [
        `Every one of ${pooled.count} images was classified once, by a network that was trained on the other folds and not on it (${foldsName(scores)}, stratified).`,
        `Weights: ${measurement.checkpoint}; no image of a fold was used to choose them. This measures the recipe; the network in this bundle is none of these.`,
        `Top-1 ${percent(pooled.top1)} % (95 %: ${low} to ${high}); ${describeSpread(scores)}.`,
        `Lowest recall: ${pooled.perClass.slice(0, CLASSES).map(describeRecall).join(", ")}.`,
        "",
        tableRow(["Fold", "Trained on", "Images", "Top-1", "Balanced accuracy", "Macro-F1"]),
        tableRow(["---", ...Array<string>(5).fill("---:")]),
        ...rows,
      ].join("\n"),
    },
  ];
}

/** Percent, without the sign. */
function percent(fraction: number): string {
  return (100 * fraction).toFixed(1);
}
