/** A network's robustness as a table. */
import { severities } from "@inception-edge/corruptions";
import { relativeRobustness, type RobustnessDocument } from "./robustness-document.ts";

const NAME_WIDTH = 14;
const GROUP_WIDTH = 7;
const CELL_WIDTH = 7;

/** Top-1 in per cent: a line for each kind with its severities and their mean, then the means. */
export function describeRobustness(document: RobustnessDocument): string[] {
  const { clean, kinds, mean, pictures } = document;
  const relative = relativeRobustness(document);
  return [
    row("kind", "group", [...severities.map(String), "mean"]),
    ...kinds.map((kind) => row(kind.name, kind.group, [...kind.top1, kind.mean].map(percent))),
    `Corrupted: top-1 ${percent(mean)} %, mean over the kinds`,
    `Clean:     top-1 ${percent(clean.top1)} % (${pictures} pictures of official val)`,
    `Relative robustness: ${relative === undefined ? "none, since nothing clean is right" : `${percent(relative)} % of the clean top-1`}`,
  ];
}

function row(name: string, group: string, cells: readonly string[]): string {
  const left = name.padEnd(NAME_WIDTH) + "  " + group.padEnd(GROUP_WIDTH);
  return left + cells.map((cell) => cell.padStart(CELL_WIDTH)).join("");
}

function percent(fraction: number): string {
  return (100 * fraction).toFixed(2);
}
