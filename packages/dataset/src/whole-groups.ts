/** Chooses images in whole groups, so that near-duplicates stay on one side of a split. */

/** What images to choose from, and how many. */
export interface Choice {
  /** The group of each image in the store. */
  readonly groups: ArrayLike<number>;
  /** The class of each image in the store. */
  readonly labels: ArrayLike<number>;
  /** Images to choose of each class. */
  readonly wanted: readonly number[];
  /** Groups that a class keeps: of one with so many, none is chosen. */
  readonly kept: number;
}

interface Group {
  readonly images: readonly number[];
  /** Its images by class; most groups have one class. */
  readonly counts: ReadonlyMap<number, number>;
}

/**
 * Takes groups in their order as long as they fit: no class gets more than it wants. A class that is then short gets the
 * group that brings it nearest, and in any case one. Without near-duplicates, these are the first images of each class.
 *
 * @param order images in the order of preference; a group is as far forward as its first image
 */
export function chooseWholeGroups(order: readonly number[], choice: Choice): number[] {
  const { groups, labels, wanted, kept } = choice;
  const waiting = new Set<Group>();
  const left = wanted.map(() => 0);
  for (const images of Map.groupBy(order, (image) => groups[image]!).values()) {
    const counts = new Map<number, number>();
    for (const image of images) counts.set(labels[image]!, (counts.get(labels[image]!) ?? 0) + 1);
    for (const label of counts.keys()) left[label]! += 1;
    waiting.add({ images, counts });
  }
  const missing = [...wanted];
  const chosen: number[] = [];

  const canLeave = ({ counts }: Group): boolean =>
    [...counts.keys()].every((label) => left[label]! > kept);
  const fits = ({ counts }: Group): boolean =>
    [...counts].every(([label, count]) => count <= missing[label]!);
  function take(group: Group): void {
    waiting.delete(group);
    for (const image of group.images) chosen.push(image);
    for (const [label, count] of group.counts) {
      left[label]! -= 1;
      missing[label]! -= count;
    }
  }

  for (const group of waiting) {
    if (fits(group) && canLeave(group)) take(group);
  }
  for (const [label, short] of missing.entries()) {
    if (short <= 0) continue;
    const distance = ({ counts }: Group): number => Math.abs(counts.get(label)! - short);
    const [nearest] = [...waiting]
      .filter((group) => group.counts.has(label) && canLeave(group))
      .toSorted((a, b) => distance(a) - distance(b));
    const isNone = short === wanted[label];
    if (nearest && (isNone || distance(nearest) < short)) take(nearest);
  }
  return chosen;
}
