/** What is wrong with a dataset, in sentences: how bad it is, which files, what to do. */
import { quoted, type Defect } from "@inception-edge/dataset";
import { formatCount, formatInteger, formatList, formatPercent } from "@inception-edge/host";
import type { ClassReport, Finding, Report } from "../report.ts";
import { imbalance, missingClasses, sameLabels } from "./class-findings.ts";
import { conflicts, leaks, repeats } from "./duplicate-findings.ts";
import { greyImages } from "./grey.ts";

type Facts = Omit<Report, "findings">;

/** Worst first. */
export function findingsOf(facts: Facts): Finding[] {
  const all = [
    ...brokenFiles(facts),
    ...structure(facts),
    ...missingClasses(facts),
    ...sameLabels(facts),
    ...leaks(facts),
    ...conflicts(facts),
    ...imbalance(facts),
    ...repeats(facts),
    ...grey(facts),
    ...misnamed(facts),
    ...blank(facts),
  ];
  return all.toSorted((a, b) => Number(b.severity === "error") - Number(a.severity === "error"));
}

function brokenFiles({ files }: Facts): Finding[] {
  const { defects } = files;
  if (defects.length === 0) return [];
  const codes = Map.groupBy(defects, ({ code }) => code);
  const kinds = [...codes].map(
    ([code, of]) => `${formatInteger(of.length)} ${KINDS[code] ?? code}`,
  );
  return [
    {
      id: "corrupt",
      severity: "error",
      title: `${formatCount(defects.length, "file gives", "files give")} no image`,
      detail: `${capital(formatList(kinds))}. The trainer refuses a dataset that holds such a file, unless it is excluded.`,
      cure: "Restore or delete such files, with their lines in val_annotations.txt, or train with `--exclude exclude.txt`, which lists those of train",
      paths: defects.map(({ path }) => path),
    },
  ];
}

const KINDS: Readonly<Record<string, string>> = {
  empty: "of zero bytes",
  truncated: "cut short",
  corrupt: "damaged",
  unsupported: "of a format that is not decoded",
  too_large: "with too many bytes",
  too_many_pixels: "with too many pixels",
  unreadable: "that cannot be read",
  changed: "that changed meanwhile",
  "not-a-file": "that are no files",
  missing: "that are links to nothing",
};

function structure({ structure: { claims, defects } }: Facts): Finding[] {
  if (defects.length === 0) return [];
  const places = formatCount(defects.length, "place");
  return [
    {
      id: "structure",
      severity: "error",
      title: claims
        ? `The folder differs from ${claims} in ${places}`
        : `Layout or labels are wrong in ${places}`,
      detail: `${defects.slice(0, 5).map(sentence).join(". ")}${defects.length > 5 ? "; and so on" : ""}.`,
      cure: capital(defects[0]!.cure),
      paths: defects.map(({ path }) => path),
    },
  ];
}

const sentence = ({ path, message }: Defect): string => `${quoted(path)} ${message}`;

function grey({ files, classes, balance }: Facts): Finding[] {
  const paths = [...files.oneChannel, ...files.greyStoredAsColour];
  if (paths.length === 0) return [];
  const training = greyImages(files.colour.train);
  const most = classes.reduce((a, b) => (greyShare(b) > greyShare(a) ? b : a));
  const without = classes.filter((of) => greyImages(of) === 0).length;
  const spread =
    training === 0
      ? "All of them are in val"
      : `${formatPercent(training / balance.train.images)} of train, unevenly: ${formatPercent(greyShare(most))} of “${most.label}”, none in ${formatCount(without, "class", "classes")}`;
  return [
    {
      id: "grey",
      severity: "warning",
      title: `${formatCount(paths.length, "image is", "images are")} grey: ${formatInteger(files.oneChannel.length)} of one channel, ${formatInteger(files.greyStoredAsColour.length)} stored as colour`,
      detail: `${spread}. A network can learn the class from that, and code that expects three channels fails on the first kind.`,
      cure: "Nothing for our trainer, which repeats the one channel; elsewhere, convert to RGB",
      paths,
    },
  ];
}

function greyShare(of: ClassReport): number {
  return of.train === 0 ? 0 : greyImages(of) / of.train;
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
      title: `${formatCount(files.misnamed.length, "file is", "files are")} named as another format than they have`,
      detail: `They are ${formats} inside. Programs that go by the name refuse them, or skip them without a word.`,
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
      title: `${formatCount(images.blank.length, "image shows", "images show")} nothing`,
      detail: "Their contrast is below 2 of 255: one colour all over.",
      cure: "Look at them, and exclude or replace them",
      paths: images.blank,
    },
  ];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
