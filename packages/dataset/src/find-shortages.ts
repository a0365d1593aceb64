/** What a dataset has too little of for what is to be done with it. */
import type { Defect } from "./dataset-error.ts";
import type { Dataset } from "./dataset.ts";

/** How much of everything there must be at least. */
export interface DatasetNeeds {
  readonly classes: number;
  /** Images of each class in `train`. */
  readonly trainPerClass: number;
  /** Labelled images in `val`. */
  readonly val: number;
}

/** Two classes, or there is nothing to tell apart; of each an image to learn from and one to hold out; and an exam. */
export const TRAINING_NEEDS: DatasetNeeds = { classes: 2, trainPerClass: 2, val: 1 };

interface Circumstances {
  readonly needs: DatasetNeeds;
  /** Paths that are left out. */
  readonly excluded: ReadonlySet<string>;
  /** What is known to be wrong: a class whose folder is missing is not told to be short of images too. */
  readonly defects: readonly Defect[];
}

export function findShortages(
  { classes, train, val }: Dataset,
  { needs, excluded, defects }: Circumstances,
): Defect[] {
  /** Whether something is wrong with the path itself, with a line of it or with something below it. */
  const isBroken = (place: string): boolean =>
    defects.some(
      ({ path }) => path === place || [":", "/"].some((sign) => path.startsWith(place + sign)),
    );
  const shortages: Defect[] = [];
  if (classes.length < needs.classes && !isBroken("wnids.txt")) {
    shortages.push({
      code: "too-few",
      path: "wnids.txt",
      message: `names ${counted(classes.length, "class", "classes")}`,
      cure: `add classes: at least ${needs.classes} are wanted, to be told apart`,
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
      message: `has ${counted(count, "image", "images")} to train on`,
      cure: `add some: at least ${needs.trainPerClass} are wanted, one of them to be held out`,
    });
  }
  const valImages = val.filter(({ path }) => !excluded.has(path)).length;
  if (valImages < needs.val && !isBroken("val")) {
    shortages.push({
      code: "too-few",
      path: "val/val_annotations.txt",
      message: `has ${counted(valImages, "image", "images")} to measure on`,
      cure: "list images of val/images with their classes",
    });
  }
  return shortages;
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
