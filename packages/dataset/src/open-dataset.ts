/**
 * Reads and checks a folder in the layout of Tiny ImageNet-200 before anyone trains on it.
 *
 * Only names, sizes and times are read; no image is decoded. A folder that claims to be a known dataset is compared
 * with it; any other only has to be consistent.
 */
import { existsSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import { DatasetError, type Defect } from "./dataset-error.ts";
import type { ClassLabel, Dataset, ImageRef } from "./dataset.ts";
import { sharedLabels } from "./labels.ts";
import {
  findClassDefects,
  readClasses,
  readClassIds,
  type ClassIds,
} from "./layout/read-classes.ts";
import { readTrainClass } from "./layout/read-train.ts";
import { readVal, type ValImages } from "./layout/read-val.ts";
import { quoted } from "./text.ts";
import { TINY_IMAGENET, type DatasetDescription } from "./tiny-imagenet.ts";

/** Options of {@link openDataset} and {@link surveyDataset}. */
export interface OpenOptions {
  /** What to call the dataset; by default the folder's name. */
  readonly name?: string;
  /**
   * The known dataset to compare the folder with, if it claims to be that one by its name or by having at least half
   * of the classes.
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
 * Reads `train/<wnid>/images`, `val/images`, `val/val_annotations.txt`, `wnids.txt` and `words.txt`.
 *
 * @throws {DatasetError} with every defect, its path and its cure.
 */
export async function openDataset(root: string, options: OpenOptions = {}): Promise<Dataset> {
  const { dataset, defects } = await surveyDataset(root, options);
  if (defects.length > 0) throw new DatasetError(dataset.root, defects);
  return dataset;
}

/**
 * Like {@link openDataset}, but returns the defects with everything that could be read. Every class folder counts as
 * a class, listed or not.
 *
 * @throws {DatasetError} only if there is no dataset at all.
 */
export async function surveyDataset(
  root: string,
  { name = basename(resolve(root)), known = TINY_IMAGENET }: OpenOptions = {},
): Promise<Survey> {
  const defects: Defect[] = [];
  const folder = { root: resolve(root), defects };
  requireLayout(folder.root, known);

  const ids = readClassIds(folder);
  const claimed = claims(name, ids, known) ? known : undefined;
  defects.push(...findClassDefects(ids, claimed));
  const classes = readClasses(folder, {
    expected: ids.listed ?? claimed?.wnids ?? ids.folders?.keys() ?? [],
    found: ids.folders?.keys() ?? [],
  });

  const train: ImageRef[] = [];
  for (const [classIndex, { wnid }] of classes.entries()) {
    const classFolder = ids.folders?.get(wnid);
    if (classFolder === undefined) continue;
    const official = claimed?.wnids.includes(wnid) ? claimed : undefined;
    train.push(...readTrainClass(folder, { name: classFolder, classIndex }, official));
    await setImmediate(); // A hundred thousand files are looked at: let signals and timers through.
  }
  const val = readVal(folder, classes, claimed);

  const notices = [...labelNotices(classes), ...valNotices(val, claimed)];
  const dataset = { name, root: folder.root, classes, train, val: val.images, notices };
  return { dataset, defects, claims: claimed };
}

function labelNotices(classes: readonly ClassLabel[]): string[] {
  return [...sharedLabels(classes)].map(([label, sharing]) => {
    const ids = sharing.slice(0, 5).map(({ wnid }) => wnid);
    const others = sharing.length > ids.length ? ", …" : "";
    return `${sharing.length} classes have the label ${quoted(label)}: ${ids.join(", ")}${others}`;
  });
}

function valNotices({ images, unlisted }: ValImages, known?: DatasetDescription): string[] {
  const notices: string[] = [];
  const official = known && known.valPerClass * known.wnids.length;
  if (official && images.length < official) {
    notices.push(`val lists ${images.length} of the ${official} official validation images`);
  }
  if (unlisted > 0) {
    notices.push(`${unlisted} files in val/images are not in val_annotations.txt: left out`);
  }
  return notices;
}

/** Explains the two most common mistakes, a wrong path and the path of the parent folder, in one line each. */
function requireLayout(root: string, known: DatasetDescription): void {
  if (["train", "val", "wnids.txt", "words.txt"].some((entry) => existsSync(join(root, entry))))
    return;
  const inner = join(root, known.name);
  const cure = existsSync(inner)
    ? `give "${inner}"`
    : "give the folder that holds train/, val/, wnids.txt and words.txt";
  const message = existsSync(root) ? "holds no dataset" : "is missing";
  throw new DatasetError(root, [{ code: "missing", path: ".", message, cure }]);
}

function claims(name: string, { listed, folders }: ClassIds, known: DatasetDescription): boolean {
  const shared = known.wnids.filter((wnid) => listed?.has(wnid) || folders?.has(wnid));
  return name === known.name || shared.length >= known.wnids.length / 2;
}
