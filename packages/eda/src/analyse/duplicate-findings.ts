/** What duplicates do to results: leaks, contradictions, copies. */
import { formatCount, formatInteger, formatList, formatPercent } from "@inception-edge/host";
import type { DuplicateGroup, Finding, Report } from "../report.ts";

type Facts = Pick<Report, "duplicates" | "balance">;

const EXCLUDE =
  "Train with `--exclude exclude.txt`, which leaves the training copies out and val as it is";

export function leaks({ duplicates, balance }: Facts): Finding[] {
  const groups = duplicates.groups.filter(({ leak }) => leak);
  if (groups.length === 0) return [];
  const inVal = pathsOf(groups, "val");
  const wrong = groups.filter(({ conflict }) => conflict).length;
  return [
    {
      id: "leakage",
      severity: "error",
      title: `${formatCount(inVal.length, "image")} of val ${inVal.length === 1 ? "is" : "are"} in train too`,
      detail: `${formatPercent(inVal.length / balance.val.images)} of val measures memory, not skill${wrongly(wrong, groups.length)}.`,
      cure: EXCLUDE,
      paths: [...pathsOf(groups, "train"), ...inVal],
    },
  ];
}

/** A leak under another label does not flatter: it misleads. */
function wrongly(wrong: number, all: number): string {
  if (wrong === 0) return "";
  const which =
    wrong === all ? "all of them have" : `${formatInteger(wrong)} of ${formatInteger(all)} have`;
  return `; ${which} two labels, and what is remembered there is wrong`;
}

export function conflicts({ duplicates: { groups } }: Facts): Finding[] {
  const wrong = groups.filter(({ conflict }) => conflict);
  if (wrong.length === 0) return [];
  const pairs = Map.groupBy(wrong, ({ images }) =>
    [...new Set(images.map(({ label }) => label))].toSorted().join(" / "),
  );
  const usual = [...pairs].toSorted(([, a], [, b]) => b.length - a.length).slice(0, 3);
  return [
    {
      id: "conflict",
      severity: "error",
      title: `${formatInteger(wrong.length)} of ${formatCount(groups.length, "group")} of duplicates ${wrong.length === 1 ? "carries" : "carry"} different labels`,
      detail: `The same picture, and two answers, most often ${formatList(usual.map(([names, of]) => `${names} (${of.length})`))}. It is a lower bound on label noise: only images that occur twice can give themselves away.`,
      cure: EXCLUDE,
      paths: pathsOf(wrong),
    },
  ];
}

export function repeats({ duplicates }: Facts): Finding[] {
  const groups = duplicates.groups.filter(({ leak, conflict }) => !leak && !conflict);
  if (groups.length === 0) return [];
  return [
    {
      id: "duplicates",
      severity: "warning",
      title: `${formatCount(groups.length, "picture occurs", "pictures occur")} more than once under one label`,
      detail: "Copies weigh double in training, and count double in a test.",
      cure: EXCLUDE,
      paths: pathsOf(groups),
    },
  ];
}

function pathsOf(groups: readonly DuplicateGroup[], split?: string): string[] {
  const images = groups.flatMap((group) => group.images);
  const chosen = images.filter((image) => split === undefined || image.split === split);
  return [...new Set(chosen.map(({ path }) => path))];
}
