/** Images in the order of their classes, and how many each class has. */
import type { ClassLabel, ImageRef } from "./dataset.ts";
import { byName } from "./names.ts";

/** Sorted by class, then by path. */
export function sortByClass(images: readonly ImageRef[]): ImageRef[] {
  return images.toSorted((a, b) => a.classIndex - b.classIndex || byName(a.path, b.path));
}

/** The number of images of each class, 0 where there are none. */
export function countByClass(
  images: readonly ImageRef[],
  classes: readonly ClassLabel[],
): number[] {
  const counts = classes.map(() => 0);
  for (const { classIndex } of images) counts[classIndex]! += 1;
  return counts;
}
