/** The sections of a published model's card that go beyond the manifest: classes, confusions, corruptions. */
import { tableRow, valName, type CardSection } from "@inception-edge/bundle";
import { formatPercent } from "@inception-edge/host";
import type { ConfusedPair } from "../evaluate/confusion.ts";
import type { EvaluationDocument } from "../evaluate/evaluation.ts";
import type { ClassScores } from "../evaluate/per-class.ts";
import type { RobustnessDocument } from "../robustness/robustness-document.ts";
import { foldsSections } from "./folds-section.ts";

const CLASSES = 5;
const CONFUSIONS = 10;

/** The sections in order; corrupted images only if they were measured. */
export function cardSections(
  evaluation: EvaluationDocument,
  robustness?: RobustnessDocument,
): CardSection[] {
  const { val, remeasured, measurement } = evaluation;
  const isOlder =
    remeasured !== undefined &&
    robustness !== undefined &&
    robustness.measured < remeasured.measured;
  const worst = val.perClass.slice(0, CLASSES);
  const best = val.perClass.slice(-CLASSES).toReversed();
  return [
    ...foldsSections(evaluation),
    {
      title: "Accuracy by class",
      text: `Correct images of ${valName(measurement.dataset)}, in float32. Best: ${best.map(describeClass).join(", ")}. Worst: ${worst.map(describeClass).join(", ")}.`,
    },
    {
      title: "Most frequent confusions",
      text: confusionTable(val.confusions.slice(0, CONFUSIONS)),
    },
    ...(robustness
      ? [{ title: "Corrupted images", text: corruptionTable(robustness, isOlder) }]
      : []),
  ];
}

function describeClass({ label, accuracy, count }: ClassScores): string {
  return `${label} ${Math.round(accuracy * count)} of ${count}`;
}

function confusionTable(pairs: readonly ConfusedPair[]): string {
  const rows = pairs.map(({ actual, predicted, share }) =>
    tableRow([actual.label, predicted.label, formatPercent(share, 0)]),
  );
  return [
    tableRow(["True class", "Predicted", "Rate"]),
    tableRow(["---", "---", "---:"]),
    ...rows,
  ].join("\n");
}

function corruptionTable(
  { images, clean, mean, kinds, dataset }: RobustnessDocument,
  isOlder: boolean,
): string {
  return [
    `Top-1 accuracy in percent on ${images} images of ${valName(dataset)}, float32: ${percent(clean.top1)} clean, ${percent(mean)} corrupted. The corruptions are of`,
    "the kinds in Tiny-ImageNet-C, but made by our own code: they are not that dataset. Command: `pnpm --filter trainer start robustness`.",
    ...(isOlder ? ["Measured with the image decoder that the network was trained with."] : []),
    "",
    tableRow(["Kind", "1", "2", "3", "4", "5", "mean"]),
    tableRow(["---", ...Array<string>(6).fill("---:")]),
    ...kinds.map((kind) => tableRow([kind.name, ...[...kind.top1, kind.mean].map(percent)])),
  ].join("\n");
}

/** Percent, without the sign. */
function percent(fraction: number): string {
  return (100 * fraction).toFixed(1);
}
