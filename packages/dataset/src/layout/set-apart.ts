/**
 * Sets a share of each class apart as val, for a dataset that comes without a validation split.
 *
 * Which images these are depends on their own paths alone, in the order of a hash of them: every run and every machine
 * chooses the same, whatever its seed, and images that are added later move few others.
 */
import { hash } from "node:crypto";
import type { ClassLabel, Dataset, ImageRef } from "../dataset.ts";
import { composed } from "../names.ts";

/** Share of each class. */
const VAL_FRACTION = 0.15;

/** Of a smaller class none is set apart: it needs two to train on, one of which is held out. */
const LEAST_IN_TRAIN = 2;

/** @param images sorted by class; their order stays */
export function setApart(
  images: readonly ImageRef[],
  classes: readonly ClassLabel[],
): Required<Pick<Dataset, "train" | "val" | "valFraction">> {
  const chosen = new Set<ImageRef>();
  const byClass = classes.map((): ImageRef[] => []);
  for (const image of images) byClass[image.classIndex]!.push(image);
  for (const ofClass of byClass) {
    const order = ofClass
      .map((image) => ({ image, key: hash("sha256", `val ${composed(image.path)}`) }))
      .toSorted((a, b) => (a.key < b.key ? -1 : 1));
    for (const { image } of order.slice(0, valCount(ofClass.length))) chosen.add(image);
  }
  return {
    train: images.filter((image) => !chosen.has(image)),
    val: images.filter((image) => chosen.has(image)),
    valFraction: VAL_FRACTION,
  };
}

/** At least one, if enough for training remain. */
function valCount(images: number): number {
  return Math.max(
    0,
    Math.min(Math.max(1, Math.round(images * VAL_FRACTION)), images - LEAST_IN_TRAIN),
  );
}
