/** What a published model's card tells beyond the manifest: classes, confusions, corruptions. */
import type { CardSection } from "@inception-edge/model";
import type { ConfusedPair } from "../evaluate/confusion.ts";
import type { EvaluationDocument } from "../evaluate/evaluation.ts";
import type { ClassScores } from "../evaluate/per-class.ts";

const CLASSES = 5;
const CONFUSIONS = 10;

export function cardSections({ val }: EvaluationDocument): CardSection[] {
  const worst = val.perClass.slice(0, CLASSES);
  const best = val.perClass.slice(-CLASSES).toReversed();
  return [
    {
      title: "Class by class",
      text: `On official val, in float32. Best: ${best.map(inWords).join(", ")}. Worst: ${worst.map(inWords).join(", ")}.`,
    },
    { title: "What it takes for what", text: confusionTable(val.confusions.slice(0, CONFUSIONS)) },
  ];
}

function inWords({ label, accuracy, count }: ClassScores): string {
  return `${label} ${Math.round(accuracy * count)} of ${count}`;
}

function confusionTable(pairs: readonly ConfusedPair[]): string {
  const rows = pairs.map(
    ({ actual, predicted, share }) =>
      `| ${actual.label} | ${predicted.label} | ${(100 * share).toFixed(0)} % |`,
  );
  return ["| It is | It says | So often |", "| --- | --- | ---: |", ...rows].join("\n");
}
