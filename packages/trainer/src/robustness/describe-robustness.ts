/** Formats a network's robustness as a table. */
import { valName } from "@inception-edge/bundle";
import { severities } from "@inception-edge/corruptions";
import { formatPercent } from "@inception-edge/host";
import { relativeRobustness, type RobustnessDocument } from "./robustness-document.ts";

const NAME_WIDTH = 14;
const GROUP_WIDTH = 7;
const CELL_WIDTH = 7;

/** Lines with the top-1 accuracy in percent: each kind by severity and its mean, then the overall means. */
export function describeRobustness(document: RobustnessDocument): string[] {
  const { clean, kinds, mean, images, dataset } = document;
  const relative = relativeRobustness(document);
  return [
    row("kind", "group", [...severities.map(String), "mean"]),
    ...kinds.map((kind) => row(kind.name, kind.group, [...kind.top1, kind.mean].map(percent))),
    `Corrupted: top-1 ${formatPercent(mean, 2)}, mean over all kinds`,
    `Clean:     top-1 ${formatPercent(clean.top1, 2)} (${images} images of ${valName(dataset)})`,
    `Relative robustness: ${relative === undefined ? "undefined, because no clean image is classified correctly" : `${formatPercent(relative, 2)} of the clean top-1`}`,
  ];
}

function row(name: string, group: string, cells: readonly string[]): string {
  const left = name.padEnd(NAME_WIDTH) + "  " + group.padEnd(GROUP_WIDTH);
  return left + cells.map((cell) => cell.padStart(CELL_WIDTH)).join("");
}

function percent(fraction: number): string {
  return (100 * fraction).toFixed(2);
}
