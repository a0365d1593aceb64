/** Checks that a dataset has enough classes and images for its purpose. */
import { formatCount } from "@inception-edge/host";
import type { Defect } from "./dataset-error.ts";
import type { Dataset } from "./dataset.ts";

/** The least that a dataset must have. */
export interface DatasetNeeds {
  readonly classes: number;
  /** Images of each class in `train`. */
  readonly trainPerClass: number;
  /** Labeled images in `val`. */
  readonly val: number;
}

/** Two classes to tell apart, an image of each to train on and one to hold out, and an image to validate on. */
export const TRAINING_NEEDS: DatasetNeeds = { classes: 2, trainPerClass: 2, val: 1 };

interface Circumstances {
  readonly needs: DatasetNeeds;
  /** Paths of images that will not be used. */
  readonly excluded: ReadonlySet<string>;
  /** Known defects: a class whose folder is missing is not reported a second time as having too few images. */
  readonly defects: readonly Defect[];
}

/** One defect per shortage; paths with a known defect are not reported again. */
export function findShortages(
  { classes, train, val }: Dataset,
  { needs, excluded, defects }: Circumstances,
): Defect[] {
  /** Whether there is a defect of the path itself, of a line of it, or of something below it. */
  const isBroken = (wanted: string): boolean =>
    defects.some(
      ({ path }) => path === wanted || [":", "/"].some((sign) => path.startsWith(wanted + sign)),
    );
  const shortages: Defect[] = [];
  if (classes.length < needs.classes && !isBroken("wnids.txt")) {
    shortages.push({
      code: "too-few",
      path: "wnids.txt",
      message: `lists ${formatCount(classes.length, "class", "classes")}`,
      cure: `add classes: at least ${needs.classes} are needed`,
    });
  }
  const isTrainMissing = defects.some(({ path }) => path === "train");
  const images = classes.map(() => 0);
  for (const { path, classIndex } of train) if (!excluded.has(path)) images[classIndex]! += 1;
  const folders = new Map(train.map(({ path, classIndex }) => [classIndex, path.split("/")[1]!]));
  for (const [classIndex, { wnid }] of classes.entries()) {
    const [count, folder] = [images[classIndex]!, `train/${folders.get(classIndex) ?? wnid}`];
    if (count >= needs.trainPerClass || isTrainMissing || isBroken(folder)) continue;
    shortages.push({
      code: "too-few",
      path: `${folder}/images`,
      message: `has ${formatCount(count, "training image")}`,
      cure: `add images: at least ${needs.trainPerClass} are needed, one of them to hold out`,
    });
  }
  const valImages = val.filter(({ path }) => !excluded.has(path)).length;
  if (valImages < needs.val && !isBroken("val")) {
    shortages.push({
      code: "too-few",
      path: "val/val_annotations.txt",
      message: `lists ${formatCount(valImages, "validation image")}`,
      cure: "list the images of val/images with their classes",
    });
  }
  return shortages;
}
