/** Scores as lines of text. */
import { valName } from "@inception-edge/bundle";
import { formatPercent } from "@inception-edge/host";
import type { Evaluation } from "./evaluation.ts";
import type { TfliteMeasurement } from "./tflite-evaluation.ts";

/** The split's name, as a heading. */
export function valTitle(dataset: Parameters<typeof valName>[0]): string {
  return `${valName(dataset) === "val" ? "Val" : "Official val"}:`;
}

/** One line for the scores of a split. */
export function describeScores(split: string, evaluation: Evaluation): string {
  const { top1, top5, loss, reliability, scaled, count } = evaluation;
  const averages =
    evaluation.balancedAccuracy === undefined || evaluation.macroF1 === undefined
      ? ""
      : `, balanced accuracy ${formatPercent(evaluation.balancedAccuracy, 2)}, macro-F1 ${formatPercent(evaluation.macroF1, 2)}`;
  const scaledScores =
    scaled.loss === loss
      ? ""
      : `, after temperature scaling NLL ${scaled.loss.toFixed(3)}, ECE ${formatPercent(scaled.ece, 2)}`;
  return `${split.padEnd(13)} top-1 ${formatPercent(top1, 2)}${describeInterval(evaluation)}${averages}, top-5 ${formatPercent(top5, 2)}, NLL ${loss.toFixed(3)}, ECE ${formatPercent(reliability.ece, 2)}${scaledScores} (${count} images)`;
}

/** Wider intervals are told: with 9,600 images or more, chance moves top-1 by less than a point. */
const WIDE = 0.02;

function describeInterval({ top1Interval }: Evaluation): string {
  if (top1Interval === undefined || top1Interval[1] - top1Interval[0] < WIDE) return "";
  const [low, high] = top1Interval.map((bound) => (100 * bound).toFixed(1));
  return ` (95 %: ${low} to ${high})`;
}

/** One line for a TFLite file's scores on val, which is called `split`, and its agreement with the network. */
export function describeTflite({ format, engine, val }: TfliteMeasurement, split: string): string {
  const agreed = val.agreement
    ? `, agrees with the network on ${formatPercent(val.agreement.top1, 2)}`
    : "";
  return `${`TFLite ${format}:`.padEnd(15)} top-1 ${formatPercent(val.top1, 2)}, top-5 ${formatPercent(val.top5, 2)} on ${split}${agreed} (${engine})`;
}
