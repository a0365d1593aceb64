/** The splits by the names that people give them. */

/** A test split serves as val where there is no other. */
export type SplitName = "train" | "val" | "test";

/** Names of each split in lower case, the preferred first. */
export const SPLIT_NAMES: Readonly<Record<SplitName, readonly string[]>> = {
  train: ["train", "training"],
  val: ["val", "valid", "validation", "dev"],
  test: ["test", "testing"],
};

const SPLITS = ["train", "val", "test"] as const;

/** The split that a name means, in any case; undefined if none. */
export function splitNamed(name: string): SplitName | undefined {
  const wanted = name.toLowerCase();
  return SPLITS.find((split) => SPLIT_NAMES[split].includes(wanted));
}

/** A split's name as a part of another, and the others: "seg_train" and "seg_test", "train2017" and "val2017". */
export interface SplitPart {
  readonly split: SplitName;
  /** The name with the part cut out, the same for the splits of one dataset. */
  readonly rest: string;
}

/** The first or last word of a name, if it names a split. */
export function splitPart(name: string): SplitPart | undefined {
  const words = name.toLowerCase().match(/[a-z]+|[^a-z]+/g) ?? [];
  for (const index of [0, words.length - 1]) {
    const split = splitNamed(words[index] ?? "");
    if (split !== undefined) return { split, rest: words.toSpliced(index, 1, "*").join("") };
  }
  return undefined;
}
