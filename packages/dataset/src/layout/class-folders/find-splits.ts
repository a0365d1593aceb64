/** The folders `train/` and `val/` of a dataset, by the names that people give them. */
import { join } from "node:path";
import { listIfReadable, type FolderEntry } from "../list-folder.ts";

/** Names of each split in lower case, the preferred first. A test split serves as val where there is no other. */
const SPLIT_NAMES = {
  train: ["train", "training"],
  val: ["val", "valid", "validation", "dev", "test", "testing"],
} as const;

/** The split that a name means, in any case; undefined if none. */
export function splitNamed(name: string): "train" | "val" | "test" | undefined {
  const wanted = name.toLowerCase();
  if (wanted.startsWith("test"))
    return SPLIT_NAMES.val.some((one) => one === wanted) ? "test" : undefined;
  return (["train", "val"] as const).find((split) =>
    SPLIT_NAMES[split].some((one) => one === wanted),
  );
}

/** Names of folders, as the file system spells them. */
export interface SplitFolders {
  readonly train: string;
  readonly val?: string;
  /** Folders of splits that are not used. */
  readonly unused: readonly string[];
}

/**
 * Finds the splits among a dataset's folders; undefined if there is no train folder with class folders. A class may be
 * called "train", too: then there are images in it.
 */
export function findSplits(
  root: string,
  folders: readonly FolderEntry[],
): SplitFolders | undefined {
  const holdsClasses = ({ name }: FolderEntry): boolean => {
    const inside = listIfReadable(join(root, name));
    const classFolders = inside.filter(({ kind }) => kind === "folder").length;
    return classFolders > inside.filter(({ isImage }) => isImage).length;
  };
  const named = (split: "train" | "val"): FolderEntry[] =>
    SPLIT_NAMES[split].flatMap((name) =>
      folders.filter((folder) => folder.name.toLowerCase() === name),
    );
  const train = named("train").find(holdsClasses);
  if (train === undefined) return undefined;
  const val = named("val").find(holdsClasses);
  const unused = [...named("train"), ...named("val")].filter(
    (folder) => folder !== train && folder !== val,
  );
  return {
    train: train.name,
    ...(val && { val: val.name }),
    unused: unused.map(({ name }) => name),
  };
}
