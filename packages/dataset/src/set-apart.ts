/**
 * Sets a share of each class apart as val, for a dataset that comes without a validation split.
 *
 * Which images these are depends on their paths alone, in the order of a hash of them, and on which are near-duplicates:
 * every run and every machine chooses the same, whatever its seed, and images that are added later move few others.
 */
import { hash } from "node:crypto";
import { composed } from "./names.ts";
import { chooseWholeGroups } from "./whole-groups.ts";

/** Share of each class. */
export const VAL_FRACTION = 0.15;

/** Of a smaller class none is set apart: it needs two to train on, one of which is held out. */
const LEAST_IN_TRAIN = 2;

/** The images of a dataset without a validation split, in the order of the store. */
export interface Unsplit {
  readonly paths: readonly string[];
  /** Class indices. */
  readonly labels: readonly number[];
  /** By default each image is a group of its own. */
  readonly groups?: ArrayLike<number>;
}

/**
 * Indices of the images that become val, ascending.
 *
 * @param images indices of those that can be used, ascending
 */
export function setApart(images: readonly number[], { paths, labels, groups }: Unsplit): number[] {
  const groupOf = groups ?? [...labels.keys()];
  const keys = new Map<number, string>();
  for (const image of images) {
    const group = groupOf[image]!;
    // By its first image alone: a group of many is not chosen more often than one of few.
    if (!keys.has(group)) keys.set(group, hash("sha256", `val ${composed(paths[image]!)}`));
  }
  const keyOf = (image: number): string => keys.get(groupOf[image]!)!;
  const order = images.toSorted((a, b) =>
    keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : a - b,
  );
  const counts: number[] = [];
  for (const image of images) counts[labels[image]!] = (counts[labels[image]!] ?? 0) + 1;
  const wanted = Array.from(counts, (count = 0) => valCount(count));
  const choice = { groups: groupOf, labels, wanted, kept: LEAST_IN_TRAIN };
  return chooseWholeGroups(order, choice).toSorted((a, b) => a - b);
}

/** At least one, if enough for training remain. */
function valCount(images: number): number {
  return Math.max(
    0,
    Math.min(Math.max(1, Math.round(images * VAL_FRACTION)), images - LEAST_IN_TRAIN),
  );
}
