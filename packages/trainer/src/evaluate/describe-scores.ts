/** One split's scores as a line. */
import type { Evaluation } from "./evaluation.ts";
import type { TfliteMeasurement } from "./tflite-evaluation.ts";

export function describeScores(split: string, evaluation: Evaluation): string {
  const { top1, top5, loss, calibration, scaled, count } = evaluation;
  const cooled =
    scaled.loss === loss
      ? ""
      : `, by the temperature NLL ${scaled.loss.toFixed(3)}, ECE ${percent(scaled.ece)}`;
  return `${split} top-1 ${percent(top1)}, top-5 ${percent(top5)}, NLL ${loss.toFixed(3)}, ECE ${percent(calibration.ece)}${cooled} (${count} pictures)`;
}

/** A TFLite file's scores on the official val, and how far it answers as the network does. */
export function describeTflite({ format, engine, val }: TfliteMeasurement): string {
  const agreed = val.agreement ? `, agrees with the network on ${percent(val.agreement.top1)}` : "";
  return `${`TFLite ${format}:`.padEnd(15)} top-1 ${percent(val.top1)}, top-5 ${percent(val.top5)} on official val${agreed} (${engine})`;
}

function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(2)} %`;
}
