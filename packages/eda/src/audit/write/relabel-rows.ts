/** The rows of `relabel.csv`: what an earlier list did, so that it is not lost, then the labels that are doubted now. */
import {
  sharedLabels,
  type ClassLabel,
  type RelabelEntry,
  type RelabelRow,
} from "@inception-edge/dataset";
import { formatPercent } from "@inception-edge/host";
import type { Audit, Doubt } from "../audit.ts";

/** @param earlier the relabel list that the run was trained with */
export function relabelRows(
  { classes, doubts }: Pick<Audit, "classes" | "doubts">,
  earlier: readonly RelabelEntry[],
): RelabelRow[] {
  const nameOf = classNames(classes);
  const byPath = new Map(doubts.map((doubt) => [doubt.path, doubt]));
  const former = earlier.map(({ path, label = "", to = "" }): RelabelRow => {
    const doubt = byPath.get(path);
    return {
      path,
      label,
      suggested: to,
      score: doubt?.score ?? 1,
      action: to === "" ? "remove" : "replace",
      reason: `as in the list that the run was trained with${doubt ? `; now ${reasonOf(doubt, nameOf)}` : ""}`,
    };
  });
  const known = new Set(earlier.map(({ path }) => path));
  const fresh = doubts
    .filter(({ path }) => !known.has(path))
    .map((doubt): RelabelRow => ({
      path: doubt.path,
      label: nameOf(doubt.label),
      suggested: nameOf(doubt.suggested),
      score: doubt.score,
      action: "keep",
      reason: reasonOf(doubt, nameOf),
    }));
  return [...former, ...fresh];
}

/** "plastic 93 %, glass 1 %", or with less confidence "plastic 50 %, glass 41 %, less sure" */
function reasonOf(
  { label, suggested, score, suggestedScore, isConfident }: Doubt,
  nameOf: (index: number) => string,
): string {
  return `${nameOf(suggested)} ${formatPercent(suggestedScore, 0)}, ${nameOf(label)} ${formatPercent(score, 0)}${isConfident ? "" : ", less sure"}`;
}

/** A class's label, or its id if others have the same label. */
function classNames(
  classes: readonly Pick<ClassLabel, "id" | "label">[],
): (index: number) => string {
  const shared = sharedLabels(classes);
  return (index) => {
    const { id, label } = classes[index]!;
    return shared.has(label) ? id : label;
  };
}
