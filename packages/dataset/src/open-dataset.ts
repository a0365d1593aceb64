/**
 * Reads and checks a dataset before anyone trains on it: recognizes its layout and lists its classes and images.
 *
 * Only names, sizes and times are read, and the first bytes of files whose names do not tell; no image is decoded.
 */
import { existsSync } from "node:fs";
import { basename, dirname, extname, join, resolve } from "node:path";
import { formatCount, formatInteger, formatPercent } from "@inception-edge/host";
import { DatasetError, type Defect } from "./dataset-error.ts";
import type { Dataset, Layout } from "./dataset.ts";
import { surveyClassFolders } from "./layout/class-folders/survey-class-folders.ts";
import type { Folder } from "./layout/read-folder.ts";
import { recognizeLayout, type FoundLayout } from "./layout/recognize-layout.ts";
import type { LayoutSurvey } from "./layout/survey-layout.ts";
import { isTablePath } from "./layout/table/parse-table.ts";
import { surveyTables } from "./layout/table/survey-table.ts";
import { isTableName } from "./layout/table/table-names.ts";
import { surveyTinyImageNet } from "./layout/tiny-imagenet/survey-tiny-imagenet.ts";
import { caseNotices, fewNotices, labelNotices, wordNetNotices } from "./notices.ts";
import { TINY_IMAGENET, type DatasetDescription } from "./tiny-imagenet.ts";

/** Options of {@link openDataset} and {@link surveyDataset}. */
export interface OpenOptions {
  /** What to call the dataset; by default the name of the folder, or of the table. */
  readonly name?: string;
  /**
   * The known dataset to compare a folder in Tiny ImageNet's layout with, if it claims to be that one by its name or by
   * having at least half of the classes.
   */
  readonly known?: DatasetDescription;
}

/** What a folder holds, and every reason not to train on it. */
export interface Survey {
  /** Everything that could be read. */
  readonly dataset: Dataset;
  readonly defects: readonly Defect[];
  /** The known dataset that the folder was compared with, if it claims to be it. */
  readonly claims: DatasetDescription | undefined;
}

/**
 * Reads a dataset in any {@link Layout}.
 *
 * @param path of the dataset's folder, of a folder with only that one in it, or of a table
 * @throws {DatasetError} with every defect, its path and its cure.
 */
export async function openDataset(path: string, options: OpenOptions = {}): Promise<Dataset> {
  const { dataset, defects } = await surveyDataset(path, options);
  if (defects.length > 0) throw new DatasetError(dataset.root, defects);
  return dataset;
}

/**
 * Like {@link openDataset}, but returns the defects with everything that could be read. In Tiny ImageNet's layout, every
 * class folder counts as a class, listed or not.
 *
 * @throws {DatasetError} only if there is no dataset at all.
 */
export async function surveyDataset(
  path: string,
  { name = datasetName(path), known = TINY_IMAGENET }: OpenOptions = {},
): Promise<Survey> {
  const asked = resolve(path);
  const found = findLayout(asked, known);
  const root = found.path;
  const folder: Folder = { root, defects: [], leftOut: [] };
  const { claims, ...survey } = await surveyLayout(folder, found, { name, known });
  const { layout } = found;
  const notices = [
    ...labelNotices(survey.classes),
    ...survey.notices,
    ...(layout === "tiny-imagenet"
      ? []
      : [...wordNetNotices(survey.classes), ...caseNotices(survey.classes), ...fewNotices(survey)]),
  ];
  const leftOut = folder.leftOut.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const dataset: Dataset = { name, root, layout, ...survey, leftOut, notices };
  return { dataset, defects: folder.defects, claims };
}

/** What a dataset is called without a name: its folder; of "photos/labels.csv" "photos", of "cats.csv" "cats". */
export function datasetName(path: string): string {
  const absolute = resolve(path);
  const file = basename(absolute);
  if (isTableName(file)) return basename(dirname(absolute));
  return isTablePath(file) ? basename(file, extname(file)) : file;
}

/** A dataset in one line: "6 classes, 2,527 images, no validation split: 15 % held out as val". */
export function describeDataset({
  classes,
  train,
  val,
  valFraction,
  layout,
}: Pick<Dataset, "classes" | "train" | "val" | "valFraction" | "layout">): string {
  const images = formatCount(train.length + val.length, "image");
  const split =
    valFraction === undefined
      ? `${formatInteger(train.length)} to train on and ${formatInteger(val.length)} in the validation split`
      : `no validation split: ${formatPercent(valFraction)} held out as val`;
  return `${LAYOUT_TITLES[layout]}: ${formatCount(classes.length, "class", "classes")}, ${images}, ${split}`;
}

const LAYOUT_TITLES: Readonly<Record<Layout, string>> = {
  "tiny-imagenet": "Tiny ImageNet's layout",
  "class-folders": "A folder for each class",
  "split-folders": "Splits with a folder for each class",
  table: "A table of labels",
};

async function surveyLayout(
  folder: Folder,
  found: FoundLayout,
  { name, known }: { readonly name: string; readonly known: DatasetDescription },
): Promise<LayoutSurvey> {
  switch (found.layout) {
    case "tiny-imagenet":
      return surveyTinyImageNet(folder, { name, known });
    case "table":
      return surveyTables(folder, found);
    default:
      return surveyClassFolders(folder, found.layout);
  }
}

/** Explains a wrong path, the path of the parent folder and a folder of loose images, in one line each. */
function findLayout(path: string, known: DatasetDescription): FoundLayout {
  const found = recognizeLayout(path);
  const inner = join(path, known.name);
  if (found !== undefined && !(found.path === path && existsSync(inner))) return found;
  const cure = existsSync(inner)
    ? `give "${inner}"`
    : "give a folder with a folder of images for each class, or a table (.csv, .jsonl) with the columns path and label";
  const message = existsSync(path) ? "holds no dataset" : "is missing";
  throw new DatasetError(path, [{ code: "missing", path: ".", message, cure }]);
}
