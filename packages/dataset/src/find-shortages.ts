/** Checks that a dataset has enough classes and images for its purpose. */
import { formatCount } from "@inception-edge/host";
import { countByClass } from "./by-class.ts";
import type { Defect } from "./dataset-error.ts";
import type { Dataset } from "./dataset.ts";
import { composed } from "./names.ts";
import { setApart } from "./set-apart.ts";

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
  /** Indices into train of the images set apart as val; by default as if no two images were near-duplicates. */
  readonly setApart?: Iterable<number>;
}

type Facts = Pick<Dataset, "layout" | "classes" | "train" | "val" | "valFraction">;

/** One defect per shortage; paths with a known defect are not reported again. */
export function findShortages(
  dataset: Facts,
  { needs, excluded, defects, setApart: chosen }: Circumstances,
): Defect[] {
  const { layout, classes, valFraction } = dataset;
  const inVal = new Set(chosen ?? wouldBeSetApart(dataset));
  const train = dataset.train.filter((_, index) => !inVal.has(index));
  const val = [...dataset.val, ...dataset.train.filter((_, index) => inVal.has(index))];
  /** Whether there is a defect of the path itself, of a line of it, or of something below it. */
  const isBroken = (wanted: string): boolean =>
    defects.some(
      ({ path }) => path === wanted || [":", "/"].some((sign) => path.startsWith(wanted + sign)),
    );
  const shortages: Defect[] = [];
  const isTiny = layout === "tiny-imagenet";
  const classList = isTiny ? "wnids.txt" : ".";
  if (classes.length < needs.classes && !isBroken(classList)) {
    shortages.push({
      code: "too-few",
      path: classList,
      message: `${isTiny ? "lists" : "has"} ${formatCount(classes.length, "class", "classes")}`,
      cure: `add classes: at least ${needs.classes} are needed`,
    });
  }
  const isTrainMissing = defects.some(({ path }) => path === "train");
  const used = train.filter(({ path }) => !excluded.has(path));
  const folderOf = classFolderFinder(dataset);
  for (const [classIndex, count] of countByClass(used, classes).entries()) {
    const folder = folderOf(classIndex);
    if (count >= needs.trainPerClass || isTrainMissing || isBroken(folder)) continue;
    shortages.push({
      code: "too-few",
      path: isTiny ? `${folder}/images` : folder,
      message: `has ${formatCount(count, "training image")}`,
      cure: `add images: at least ${needs.trainPerClass} are needed, one of them to hold out`,
    });
  }
  const valImages = val.filter(({ path }) => !excluded.has(path)).length;
  if (valImages >= needs.val || isBroken("val")) return shortages;
  if (isTiny || valFraction === undefined) {
    shortages.push({
      code: "too-few",
      path: isTiny ? "val/val_annotations.txt" : ".",
      message: `${isTiny ? "lists" : "has"} ${formatCount(valImages, "validation image")}`,
      cure: isTiny
        ? "list the images of val/images with their classes"
        : "add images to the validation split, or delete it: a part of train is then held out",
    });
  } else if (shortages.length === 0) {
    shortages.push({
      code: "too-few",
      path: ".",
      message: "has no class with three different images, which it takes to hold one out as val",
      cure: "add images, or a validation split",
    });
  }
  return shortages;
}

function wouldBeSetApart({ train, valFraction }: Facts): number[] {
  if (valFraction === undefined) return [];
  const labels = train.map(({ classIndex }) => classIndex);
  return setApart([...train.keys()], { paths: train.map(({ path }) => path), labels });
}

/** The folder of a class in train, as the file system spells it; the id where there is none. */
function classFolderFinder({ layout, classes, train }: Facts): (classIndex: number) => string {
  if (layout === "table") return (classIndex) => classes[classIndex]!.id;
  const outer = layout === "class-folders" ? 0 : 1;
  const folders = new Map(
    train.map(({ path, classIndex }) => {
      const names = path.split("/");
      const { id } = classes[classIndex]!;
      const at = names.findIndex((name, depth) => depth >= outer && composed(name) === id);
      return [classIndex, names.slice(0, Math.max(at, outer) + 1).join("/")];
    }),
  );
  const prefix = layout === "class-folders" ? "" : "train/";
  return (classIndex) => folders.get(classIndex) ?? `${prefix}${classes[classIndex]!.id}`;
}
