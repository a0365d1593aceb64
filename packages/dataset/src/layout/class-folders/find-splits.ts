/** The folders `train/` and `val/` of a dataset, by the names that people give them. */
import { join } from "node:path";
import { listIfReadable, type FolderEntry } from "../list-folder.ts";
import { foldersIn, holdsFolders } from "./folder-content.ts";
import { SPLIT_NAMES, splitPart, type SplitName } from "./split-names.ts";

/** Paths relative to the root, as the file system spells them. */
export interface SplitFolders {
  readonly train: string;
  readonly val?: string;
  /** Names of splits that are not used. */
  readonly unused: readonly string[];
  /** Names of folders that are no splits. */
  readonly others: readonly string[];
}

/** The names that a test split has serve as val where there is no other. */
const VAL_NAMES = [...SPLIT_NAMES.val, ...SPLIT_NAMES.test];

/**
 * Finds the splits among a dataset's folders; undefined if there is no train folder with class folders. A class may be
 * called "train", too: then there are images in it.
 */
export function findSplits(
  root: string,
  folders: readonly FolderEntry[],
): SplitFolders | undefined {
  const names = folders.map(({ name }) => name);
  const called = (wanted: readonly string[]): string[] =>
    wanted.flatMap((one) => names.filter((name) => name.toLowerCase() === one));
  return (
    chosen(root, names, [called(SPLIT_NAMES.train), called(VAL_NAMES)]) ?? findParts(root, names)
  );
}

/** Splits that are parts of longer names, the same but for that: "seg_train" and "seg_test". */
function findParts(root: string, names: readonly string[]): SplitFolders | undefined {
  const parts = names.flatMap((name) => {
    const part = splitPart(name);
    return part === undefined || part.rest === "*" ? [] : [{ name, ...part }];
  });
  for (const { split, rest } of parts) {
    if (split !== "train") continue;
    const called = (wanted: SplitName): string[] =>
      parts.filter((part) => part.split === wanted && part.rest === rest).map(({ name }) => name);
    const found = chosen(root, names, [called("train"), [...called("val"), ...called("test")]]);
    // One alone may be a class: "freight train".
    if (found?.val !== undefined) return found;
  }
  return undefined;
}

/** The first of each that holds class folders. */
function chosen(
  root: string,
  names: readonly string[],
  [trains, vals]: readonly [readonly string[], readonly string[]],
): SplitFolders | undefined {
  const holdsClasses = (name: string): boolean => holdsFolders(join(root, name));
  const train = trains.find(holdsClasses);
  if (train === undefined) return undefined;
  const val = vals.find(holdsClasses);
  const splits = [...trains, ...vals];
  return {
    train: unwrapped(root, train),
    ...(val !== undefined && { val: unwrapped(root, val) }),
    unused: splits.filter((name) => name !== train && name !== val),
    others: names.filter((name) => !splits.includes(name)),
  };
}

/** Kaggle packs a split's folder into another of its name; "images" around the classes is as little a class. */
function unwrapped(root: string, split: string): string {
  const inside = listIfReadable(join(root, split));
  const [only, ...others] = foldersIn(inside);
  const isAround =
    only !== undefined && others.length === 0 && holdsFolders(join(root, split, only.name));
  return isAround && !inside.some(({ isImage }) => isImage) ? `${split}/${only.name}` : split;
}
