/** What the classes make of results: some empty, some alike by name, some far larger than others. */
import { sharedLabels } from "@inception-edge/dataset";
import { formatCount, formatInteger, formatList } from "@inception-edge/host";
import type { Finding, Report } from "../report.ts";

type Facts = Pick<Report, "balance" | "classes">;

/** From this ratio between the largest and the smallest class on, plain accuracy misleads. */
const IMBALANCED = 2;

export function missingClasses({ balance, classes }: Facts): Finding[] {
  return (["train", "val"] as const).flatMap((split): Finding[] => {
    const { missing, images } = balance[split];
    if (missing.length === 0 && images > 0) return [];
    const names = formatList(firstOf(missing.map((index) => classes[index]!.label)));
    const consequence = {
      train: `Nothing can be learned of ${names || "any class"}.`,
      val: `Accuracy on val says nothing about ${names || "any class"}.`,
    };
    return [
      {
        id: `missing-${split}`,
        severity: "error",
        title:
          images === 0
            ? `There is no labelled image in ${split}`
            : `${formatCount(missing.length, "class has", "classes have")} no image in ${split}`,
        detail: consequence[split],
        cure: "Restore their images, or take the classes out of wnids.txt",
        paths: missing.map((index) => `train/${classes[index]!.wnid}`),
      },
    ];
  });
}

export function sameLabels({ classes }: Facts): Finding[] {
  const shared = [...sharedLabels(classes)];
  if (shared.length === 0) return [];
  const bearers = shared.flatMap(([, of]) => of);
  const names = shared.map(
    ([label, of]) =>
      `“${label}” is the label of ${formatList(firstOf(of.map(({ wnid }) => wnid)))}`,
  );
  return [
    {
      id: "same-label",
      severity: "warning",
      title: `${formatInteger(bearers.length)} classes share a label`,
      detail: `${firstOf(names).join("; ")}. Reports and answers name classes by their labels, and these look the same there.`,
      cure: "Give each a first name of its own in words.txt",
      paths: bearers.map(({ wnid }) => `train/${wnid}`),
    },
  ];
}

export function imbalance({ balance: { train } }: Facts): Finding[] {
  if (train.imbalanceRatio < IMBALANCED) return [];
  return [
    {
      id: "imbalance",
      severity: "warning",
      title: `The largest class has ${train.imbalanceRatio.toFixed(1)} times the images of the smallest`,
      detail: `From ${formatInteger(train.fewest)} to ${formatInteger(train.most)}, as if there were ${formatCount(Math.round(train.effectiveClasses), "equal class", "equal classes")}. Accuracy favours the large ones.`,
      cure: "Read accuracy by class, and even the training classes out with --limit-per-class N, which draws N of each",
      paths: [],
    },
  ];
}

/** Enough to see what is meant. */
function firstOf(names: readonly string[]): string[] {
  return [...names.slice(0, 5), ...(names.length > 5 ? ["others"] : [])];
}
