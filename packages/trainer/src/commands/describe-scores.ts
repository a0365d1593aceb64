/** One split's scores as a line. */
import type { Evaluation } from "../evaluate/evaluation.ts";

export function describeScores(split: string, evaluation: Evaluation): string {
  const { top1, top5, calibration, count } = evaluation;
  return `${split} top-1 ${percent(top1)}, top-5 ${percent(top5)}, ECE ${percent(calibration.ece)} (${count} pictures)`;
}

function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(1)} %`;
}
