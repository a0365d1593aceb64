/** The findings: what is wrong with a dataset, how bad it is, which files, and what to do. */
import { quoted, type Defect } from "@inception-edge/dataset";
import { formatCount, formatInteger, formatList, formatPercent } from "@inception-edge/host";
import type { ClassReport, Finding, Report } from "../report.ts";
import { fewImages, imbalance, missingClasses, sameLabels } from "./class-findings.ts";
import { defectKinds } from "./defect-kinds.ts";
import { grayImages } from "./describe-files.ts";
import { conflicts, leaks, repeats } from "./duplicate-findings.ts";
import { flaggedImages } from "./flag-findings.ts";

type Facts = Omit<Report, "findings">;

/** All findings, errors first. */
export function findingsOf(facts: Facts): Finding[] {
  const all = [
    ...brokenFiles(facts),
    ...structure(facts),
    ...missingClasses(facts),
    ...sameLabels(facts),
    ...leaks(facts),
    ...conflicts(facts),
    ...fewImages(facts),
    ...imbalance(facts),
    ...repeats(facts),
    ...gray(facts),
    ...misnamed(facts),
    ...blank(facts),
    ...flaggedImages(facts),
  ];
  return all.toSorted((a, b) => Number(b.severity === "error") - Number(a.severity === "error"));
}

function brokenFiles({ files, structure: { layout } }: Facts): Finding[] {
  const { defects } = files;
  if (defects.length === 0) return [];
  const paths = defects.map(({ path }) => path);
  const id = "corrupt";
  const kindList = defectKinds(defects);
  if (layout !== "tiny-imagenet") {
    return [
      {
        id,
        severity: "warning",
        title: `${formatCount(defects.length, "file")} cannot be used`,
        detail: `${kindList}. The trainer leaves such files out, or refuses them with \`--strict\`.`,
        cure: "Restore, convert or delete them; `flagged.csv` has the reason for each",
        paths,
      },
    ];
  }
  return [
    {
      id,
      severity: "error",
      title: `${formatCount(defects.length, "file")} cannot be decoded`,
      detail: `${kindList}. The trainer rejects a dataset with such files, unless they are excluded.`,
      cure: "Restore the files, or delete them and their lines in val_annotations.txt, or train with `--exclude exclude.txt`, which lists those in train",
      paths,
    },
  ];
}

function structure({ structure: { claims, defects } }: Facts): Finding[] {
  if (defects.length === 0) return [];
  return [
    {
      id: "structure",
      severity: "error",
      title: structureTitle(claims, defects),
      detail: `${defects.slice(0, 5).map(sentence).join(". ")}${defects.length > 5 ? `. And ${formatInteger(defects.length - 5)} more` : ""}.`,
      cure: capital(defects[0]!.cure),
      paths: defects.map(({ path }) => path),
    },
  ];
}

function structureTitle(claims: string | null, defects: readonly Defect[]): string {
  const places = formatCount(defects.length, "place");
  if (claims) return `The folder differs from ${claims} in ${places}`;
  return defects.every(({ code }) => code === "too-few")
    ? "There is too little to train on"
    : `The layout or the labels are wrong in ${places}`;
}

function sentence({ path, message }: Defect): string {
  return `${path === "." ? "The dataset" : quoted(path)} ${message}`;
}

function gray({ files, classes, balance }: Facts): Finding[] {
  const paths = [...files.oneChannel, ...files.greyStoredAsColour];
  if (paths.length === 0) return [];
  const training = grayImages(files.colour.train);
  const most = classes.reduce((a, b) => (grayShare(b) > grayShare(a) ? b : a));
  const without = classes.filter((report) => grayImages(report) === 0).length;
  const spread =
    training === 0
      ? "All of them are in val"
      : `${formatPercent(training / balance.train.images)} of train is gray, unevenly: ${formatPercent(grayShare(most))} of “${most.label}”, none of ${formatCount(without, "class", "classes")}`;
  return [
    {
      id: "grey",
      severity: "warning",
      title: `${formatCount(paths.length, "image is", "images are")} gray: ${formatInteger(files.oneChannel.length)} with one channel, ${formatInteger(files.greyStoredAsColour.length)} stored as color`,
      detail: `${spread}. A network can learn to recognize a class by its lack of color, and code that expects three channels fails on images with one.`,
      cure: "No action is needed for Inception Edge, which repeats the one channel; for other software, convert to RGB",
      paths,
    },
  ];
}

function grayShare(report: ClassReport): number {
  return report.train === 0 ? 0 : grayImages(report) / report.train;
}

function misnamed({ files }: Facts): Finding[] {
  if (files.misnamed.length === 0) return [];
  const formats = formatList([
    ...new Set(files.misnamed.map(({ format }) => format.toUpperCase())),
  ]);
  return [
    {
      id: "misnamed",
      severity: "warning",
      title: `${formatCount(files.misnamed.length, "file has", "files have")} the file name extension of another format`,
      detail: `${files.misnamed.length === 1 ? "Its content is" : "Their content is"} ${formats}. Programs that rely on the extension reject such files or silently skip them.`,
      cure: "Rename or convert them",
      paths: files.misnamed.map(({ path }) => path),
    },
  ];
}

function blank({ images }: Facts): Finding[] {
  if (images.blank.length === 0) return [];
  return [
    {
      id: "blank",
      severity: "warning",
      title: `${formatCount(images.blank.length, "image is", "images are")} blank`,
      detail: "A standard deviation of luma below 2 of 255 means nearly one color everywhere.",
      cure: "Look at them, then exclude or replace them",
      paths: images.blank,
    },
  ];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
