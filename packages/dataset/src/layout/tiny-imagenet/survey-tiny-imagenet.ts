/**
 * Tiny ImageNet's layout: `train/<wnid>/images`, `val/images`, `val/val_annotations.txt`, `wnids.txt` and `words.txt`.
 *
 * A folder that claims to be a known dataset is compared with it; any other only has to be consistent. Whatever is
 * wrong is a defect: nothing is left out.
 */
import { setImmediate } from "node:timers/promises";
import type { ImageRef } from "../../dataset.ts";
import type { DatasetDescription } from "../../tiny-imagenet.ts";
import type { Folder } from "../read-folder.ts";
import type { LayoutSurvey } from "../survey-layout.ts";
import { findClassDefects, readClasses, readClassIds, type ClassIds } from "./read-classes.ts";
import { readTrainClass } from "./read-train.ts";
import { readVal, type ValImages } from "./read-val.ts";

/** @param options.known the dataset to compare the folder with, if it claims to be that one */
export async function surveyTinyImageNet(
  folder: Folder,
  { name, known }: { readonly name: string; readonly known: DatasetDescription },
): Promise<LayoutSurvey> {
  const ids = readClassIds(folder);
  const claimed = claims(name, ids, known) ? known : undefined;
  folder.defects.push(...findClassDefects(ids, claimed));
  const classes = readClasses(folder, {
    expected: ids.listed ?? claimed?.wnids ?? ids.folders?.keys() ?? [],
    found: ids.folders?.keys() ?? [],
  });

  const train: ImageRef[] = [];
  for (const [classIndex, { id }] of classes.entries()) {
    const classFolder = ids.folders?.get(id);
    if (classFolder === undefined) continue;
    const official = claimed?.wnids.includes(id) ? claimed : undefined;
    train.push(...readTrainClass(folder, { name: classFolder, classIndex }, official));
    await setImmediate(); // A hundred thousand files are looked at: let signals and timers through.
  }
  const val = readVal(folder, classes, claimed);
  const notices = valNotices(val, claimed);
  return { classes, train, val: val.images, notices, ...(claimed && { claims: claimed }) };
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

function claims(name: string, { listed, folders }: ClassIds, known: DatasetDescription): boolean {
  const shared = known.wnids.filter((wnid) => listed?.has(wnid) || folders?.has(wnid));
  return name === known.name || shared.length >= known.wnids.length / 2;
}
