/**
 * Divides images into folds for a cross-validation: each fold is measured once, by a model that was trained on the
 * others. Stratified, seeded, and images that show the same picture stay together, since a model would recognize one of
 * them by the other.
 */
import { formatCount } from "@inception-edge/host";
import type { PackedDataset } from "./dataset.ts";
import { seededRandom, shuffled } from "./random.ts";

/** Options of {@link stratifiedFolds}. */
export interface FoldOptions {
  /** Number of folds, 2 or more. */
  readonly folds: number;
  readonly seed: number;
}

/** What is known of the images in the packed store; images with the same number in `groups` show the same picture. */
export type FoldedImages = Pick<PackedDataset, "labels" | "classes"> & {
  /** `[count]`; default: every image is one of its own. */
  readonly groups?: Int32Array;
};

/**
 * Every fold gets its share of each class, to within one image where none belong together, and so do the folds' sizes.
 *
 * @param images indices into the packed store
 * @returns the images of each fold, ascending
 * @throws {RangeError} if a class has too few different images to be in every fold
 */
export function stratifiedFolds(
  { labels, classes, groups }: FoldedImages,
  images: Int32Array,
  { folds, seed }: FoldOptions,
): Int32Array[] {
  const together = [...Map.groupBy(images, (image) => groups?.[image] ?? image).values()];
  requireEnough(together, { labels, classes }, folds);
  const sizes = new Int32Array(classes.length);
  for (const image of images) sizes[labels[image]!]! += 1;

  // The largest groups first, while there is room everywhere; then class by class.
  const inOrder = [...shuffled(together.length, seededRandom(seed))]
    .map((index) => together[index]!)
    .toSorted((a, b) => b.length - a.length || labels[a[0]!]! - labels[b[0]!]!);
  const parts = Array.from({ length: folds }, () => ({
    images: [] as number[],
    counts: new Int32Array(classes.length),
  }));
  for (const group of inOrder) {
    /** How much of the group's classes the fold already has. */
    const filled = ({ counts }: (typeof parts)[number]): number =>
      group.reduce((sum, image) => sum + counts[labels[image]!]! / sizes[labels[image]!]!, 0);
    const [emptiest] = parts.toSorted(
      (a, b) => filled(a) - filled(b) || a.images.length - b.images.length,
    );
    for (const image of group) {
      emptiest!.images.push(image);
      emptiest!.counts[labels[image]!]! += 1;
    }
  }
  return parts.map((part) => Int32Array.from(part.images).toSorted());
}

/**
 * The most folds that these images can be divided into: the number of different images in the smallest class.
 * @param images indices into the packed store
 */
export function mostFolds({ labels, classes, groups }: FoldedImages, images: Int32Array): number {
  const together = [...Map.groupBy(images, (image) => groups?.[image] ?? image).values()];
  return Math.min(...countDifferent(together, { labels, classes }));
}

/** Classes that are named in an error. */
const SHOWN = 5;

function requireEnough(
  together: readonly (readonly number[])[],
  { labels, classes }: Pick<FoldedImages, "labels" | "classes">,
  folds: number,
): void {
  if (!(Number.isInteger(folds) && folds >= 2)) {
    throw new RangeError(`Cannot make ${folds} folds: wanted 2 or more`);
  }
  const different = countDifferent(together, { labels, classes });
  const short = [...different.keys()].filter((label) => different[label]! < folds);
  if (short.length === 0) return;
  const named = short
    .slice(0, SHOWN)
    .map(
      (label) =>
        `"${classes[label]!.label}" has ${formatCount(different[label]!, "different image")}`,
    );
  const more = short.length > SHOWN ? ` and ${short.length - SHOWN} more` : "";
  const fewest = Math.min(...different);
  const cure = fewest >= 2 ? `make ${fewest} folds at most, or add images` : "add images";
  throw new RangeError(
    `Cannot make ${folds} folds: every fold needs an image of each class, and ${named.join(", ")}${more}; ${cure}`,
  );
}

/** The groups that each class has an image in, `[classes]`. */
function countDifferent(
  together: readonly (readonly number[])[],
  { labels, classes }: Pick<FoldedImages, "labels" | "classes">,
): Int32Array {
  const different = new Int32Array(classes.length);
  for (const group of together) {
    for (const label of new Set(group.map((image) => labels[image]!))) different[label]! += 1;
  }
  return different;
}
