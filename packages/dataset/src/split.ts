/**
 * Chooses which packed images to train on, to hold out and to validate on: stratified and seeded, and no two sides share
 * a group of near-duplicates. (Official val may: it stays as it is, and `eda` tells.)
 *
 * Each class has a random stream of its own, so an exclusion in one class does not change the split of another, and
 * a higher limit keeps the images of a lower one. The result is indices only, so the held-out images cannot be
 * augmented here.
 */
import type { PackedDataset } from "./dataset.ts";
import { seededRandom, shuffled } from "./random.ts";
import { chooseWholeGroups } from "./whole-groups.ts";

/** Options of {@link splitPacked}. */
export interface SplitOptions {
  /** Share of each class of `train` that is held out, in `[0, 1)`. */
  readonly heldOutFraction: number;
  readonly seed: number;
  /** Indices of images to leave out of every split. */
  readonly exclude?: Iterable<number>;
  /** The most images of a class taken from `train` (before it is split), and likewise from `val`. */
  readonly limitPerClass?: number;
}

/** Indices into the packed store, ascending. */
export interface Splits {
  readonly train: Int32Array;
  readonly heldOut: Int32Array;
  /** The official validation images, or those set apart. */
  readonly val: Int32Array;
}

/**
 * Splits the packed `train` into `train` and `heldOut`, and keeps `val` apart. A class of two or more images that are
 * not all near-duplicates of each other has at least one on either side, unless `heldOutFraction` is 0.
 *
 * @throws {RangeError} if a number is out of its range.
 */
export function splitPacked(
  packed: PackedDataset,
  { heldOutFraction, seed, exclude = [], limitPerClass = Infinity }: SplitOptions,
): Splits {
  if (!(heldOutFraction >= 0 && heldOutFraction < 1)) {
    throw new RangeError(`Cannot hold out ${heldOutFraction} of train: wanted a share in [0, 1)`);
  }
  if (!(limitPerClass >= 1)) {
    throw new RangeError(`Cannot limit to ${limitPerClass} images per class: wanted 1 or more`);
  }
  const { labels, groups, classes } = packed;
  const excluded = new Set(exclude);
  const { train: trainByClass, val: valByClass } = indicesByClass(packed, excluded);
  const chosen = trainByClass.map((indices, classIndex) =>
    choose(indices, 2 * classIndex, seed, limitPerClass),
  );
  const val = classes.flatMap((_, classIndex) =>
    choose(valByClass[classIndex]!, 2 * classIndex + 1, seed, limitPerClass),
  );
  const wanted = chosen.map(({ length }) => heldOutCount(length, heldOutFraction));
  const heldOut = chooseWholeGroups(chosen.flat(), { groups, labels, wanted, kept: 1 });
  const isHeldOut = new Set(heldOut);
  const train = chosen.flat().filter((index) => !isHeldOut.has(index));
  return {
    train: Int32Array.from(train).toSorted(),
    heldOut: Int32Array.from(heldOut).toSorted(),
    val: Int32Array.from(val).toSorted(),
  };
}

function heldOutCount(images: number, fraction: number): number {
  if (fraction === 0 || images < 2) return 0;
  return Math.min(Math.max(Math.round(images * fraction), 1), images - 1);
}

/** The first `limit` indices, in the random order of this stream of the seed. */
function choose(indices: readonly number[], stream: number, seed: number, limit: number): number[] {
  const order = shuffled(indices.length, seededRandom(seed, stream));
  return [...order.subarray(0, Math.min(limit, order.length))].map((choice) => indices[choice]!);
}

/** The usable images of each class, in train and in val. */
function indicesByClass(
  { count, trainCount, setApart, labels, classes }: PackedDataset,
  excluded: ReadonlySet<number>,
): { readonly train: number[][]; readonly val: number[][] } {
  const train = classes.map((): number[] => []);
  const val = classes.map((): number[] => []);
  const isSetApart = new Set(setApart);
  for (let index = 0; index < count; index += 1) {
    if (excluded.has(index)) continue;
    const side = index < trainCount && !isSetApart.has(index) ? train : val;
    side[labels[index]!]!.push(index);
  }
  return { train, val };
}
