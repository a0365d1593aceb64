/** Findings about duplicates: leaks, conflicting labels, and copies. */
import { formatCount, formatInteger, formatList, formatPercent } from "@inception-edge/host";
import type { DuplicateGroup, Finding, Report } from "../report.ts";

type Facts = Pick<Report, "duplicates" | "balance" | "structure">;

/** Of a dataset without a validation split there is no val to leave as it is. */
function cureFor({ structure }: Facts): string {
  const keeping =
    structure.valFraction === undefined
      ? "which leaves out the training copies and does not change val"
      : "which leaves out the copies";
  return `Train with \`--exclude exclude.txt\`, ${keeping}`;
}

export function leaks(facts: Facts): Finding[] {
  const { duplicates, balance } = facts;
  const groups = duplicates.groups.filter(({ leak }) => leak);
  if (groups.length === 0) return [];
  const inVal = pathsOf(groups, "val");
  const conflicting = groups.filter(({ conflict }) => conflict).length;
  return [
    {
      id: "leakage",
      severity: "error",
      title: `${formatCount(inVal.length, "image")} of val ${inVal.length === 1 ? "is" : "are"} also in train`,
      detail: `${formatPercent(inVal.length / balance.val.images)} of val measures memorization, not generalization${describeConflicts(conflicting, groups.length)}.`,
      cure: cureFor(facts),
      paths: [...pathsOf(groups, "train"), ...inVal],
    },
  ];
}

/** A leak under another label lowers accuracy instead of raising it. */
function describeConflicts(conflicting: number, groups: number): string {
  if (conflicting === 0) return "";
  const which = `${formatInteger(conflicting)} of ${formatCount(groups, "such group")} ${conflicting === 1 ? "has" : "have"}`;
  return `; ${which} two labels, so the memorized answer is wrong`;
}

export function conflicts(facts: Facts): Finding[] {
  const { groups } = facts.duplicates;
  const conflicting = groups.filter(({ conflict }) => conflict);
  if (conflicting.length === 0) return [];
  const byLabels = Map.groupBy(conflicting, ({ images }) =>
    [...new Set(images.map(({ label }) => label))].toSorted().join(" / "),
  );
  const most = [...byLabels].toSorted(([, a], [, b]) => b.length - a.length).slice(0, 3);
  return [
    {
      id: "conflict",
      severity: "error",
      title: `${formatInteger(conflicting.length)} of ${formatCount(groups.length, "group")} of duplicates ${conflicting.length === 1 ? "has" : "have"} different labels`,
      detail: `The same image has different labels, most often ${formatList(most.map(([labels, { length }]) => `${labels} (${length})`))}. This is a lower bound on label noise, since only images that occur twice can show it.`,
      cure: cureFor(facts),
      paths: pathsOf(conflicting),
    },
  ];
}

export function repeats(facts: Facts): Finding[] {
  const { duplicates, structure } = facts;
  const groups = duplicates.groups.filter(({ leak, conflict }) => !leak && !conflict);
  if (groups.length === 0) return [];
  return [
    {
      id: "duplicates",
      severity: "warning",
      title: `${formatCount(groups.length, "image occurs", "images occur")} more than once under one label`,
      detail: `Copies count double in training and in evaluation.${
        structure.valFraction === undefined
          ? ""
          : " The trainer keeps images that are alike on one side of its split, so that none leaks into val."
      }`,
      cure: cureFor(facts),
      paths: pathsOf(groups),
    },
  ];
}

function pathsOf(groups: readonly DuplicateGroup[], split?: string): string[] {
  const images = groups.flatMap((group) => group.images);
  const chosen = images.filter((image) => split === undefined || image.split === split);
  return [...new Set(chosen.map(({ path }) => path))];
}
