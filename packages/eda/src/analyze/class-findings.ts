/** Findings about classes: empty and small ones, ones with the same label, and imbalance. */
import { FEW_IMAGES, sharedLabels } from "@inception-edge/dataset";
import { formatCount, formatInteger, formatList } from "@inception-edge/host";
import type { ClassReport, Finding, Report, Structure } from "../report.ts";
import type { Balance } from "./class-balance.ts";

type Facts = Pick<Report, "balance" | "classes" | "structure">;

/** From this ratio of the largest to the smallest class on, plain accuracy is misleading. */
const IMBALANCED = 2;

/** Whether the classes are so uneven that training should be balanced. */
export function isImbalanced({ imbalanceRatio }: Pick<Balance, "imbalanceRatio">): boolean {
  return imbalanceRatio >= IMBALANCED;
}

export function missingClasses({ balance, classes, structure }: Facts): Finding[] {
  return (["train", "val"] as const).flatMap((split): Finding[] => {
    const { missing, images } = balance[split];
    if (split === "val" && structure.valFraction !== undefined) return []; // The trainer makes one.
    if (missing.length === 0 && images > 0) return [];
    const names = formatList(firstOf(missing.map((index) => classes[index]!.label)));
    const consequence = {
      train: `The network cannot learn ${names || "any class"}.`,
      val: `Validation accuracy says nothing about ${names || "any class"}.`,
    };
    return [
      {
        id: `missing-${split}`,
        severity: "error",
        title:
          images === 0
            ? `There are no labeled images in ${split}`
            : `${formatCount(missing.length, "class has", "classes have")} no images in ${split}`,
        detail: consequence[split],
        cure: "Add images of them, or remove the classes",
        paths: missing.map((index) => folderOf(classes[index]!, structure)),
      },
    ];
  });
}

export function sameLabels({ classes, structure }: Facts): Finding[] {
  const shared = [...sharedLabels(classes)];
  if (shared.length === 0) return [];
  const sharing = shared.flatMap(([, classesOfLabel]) => classesOfLabel);
  const names = shared.map(
    ([label, classesOfLabel]) =>
      `“${label}” is the label of ${formatList(firstOf(classesOfLabel.map(({ id }) => id)))}`,
  );
  return [
    {
      id: "same-label",
      severity: "warning",
      title: `${formatInteger(sharing.length)} classes share a label`,
      detail: `${firstOf(names).join("; ")}. Reports and predictions show only the label, so these classes look the same there.`,
      cure: "Give each class a different first name in words.txt or labels.csv",
      paths: sharing.map((each) => folderOf(each, structure)),
    },
  ];
}

/** Where the images of a class are. */
function folderOf({ id }: Pick<ClassReport, "id">, { layout }: Structure): string {
  return layout === "tiny-imagenet" || layout === "split-folders" ? `train/${id}` : id;
}

export function imbalance({ balance: { train } }: Facts): Finding[] {
  if (!isImbalanced(train)) return [];
  return [
    {
      id: "imbalance",
      severity: "warning",
      title: `The largest class has ${train.imbalanceRatio.toFixed(1)} times the images of the smallest`,
      detail: `Classes have ${formatInteger(train.fewest)} to ${formatInteger(train.most)} images; the effective number of classes is ${train.effectiveClasses.toFixed(1)}. Accuracy favors the large classes.`,
      cure: "Train with `--balance`, and go by balanced accuracy, the mean over the classes",
      paths: [],
    },
  ];
}

export function fewImages({ classes, structure }: Facts): Finding[] {
  const few = classes.filter(({ train, val }) => train > 0 && train + val < FEW_IMAGES);
  if (few.length === 0) return [];
  const counts = few.map(({ label, train, val }) => `“${label}” has ${train + val}`);
  return [
    {
      id: "few",
      severity: "warning",
      title: `${formatCount(few.length, "class has", "classes have")} fewer than ${FEW_IMAGES} images`,
      detail: `${formatList(firstOf(counts))}: too few to learn from, or to measure by.`,
      cure: "Add images of them, or merge or remove the classes",
      paths: few.map((each) => folderOf(each, structure)),
    },
  ];
}

/** The first five names, for a sentence. */
function firstOf(names: readonly string[]): string[] {
  return [...names.slice(0, 5), ...(names.length > 5 ? ["others"] : [])];
}
