/** Remarks about classes that are no defects, and yet seldom meant. */
import { countByClass } from "./by-class.ts";
import type { ClassLabel, Dataset, PackedDataset } from "./dataset.ts";
import { sharedLabels } from "./labels.ts";
import { quoted } from "./text.ts";

/** Classes that are named in a remark; of the others it says that there are more. */
const NAMED = 5;

/** Labels that several classes share. */
export function labelNotices(classes: readonly ClassLabel[]): string[] {
  return [...sharedLabels(classes)].map(
    ([label, sharing]) =>
      `${sharing.length} classes have the label ${quoted(label)}: ${listed(sharing.map(({ id }) => id))}`,
  );
}

/** Classes that nobody could tell by their labels. */
export function wordNetNotices(classes: readonly ClassLabel[]): string[] {
  const { length } = classes.filter(({ wnid, label }) => wnid === label);
  if (length === 0) return [];
  const some = length === 1 ? "1 class has" : `${length} classes have`;
  const line = `${classes.find(({ wnid, label }) => wnid === label)!.id}<TAB>name`;
  return [`${some} a WordNet id for a label; give them names in words.txt, one line each: ${line}`];
}

/** Ids that would be one on a disk that does not tell case apart, or are a slip in a table. */
export function caseNotices(classes: readonly ClassLabel[]): string[] {
  const alike = Map.groupBy(classes, ({ id }) => id.toLowerCase());
  return [...alike.values()]
    .filter(({ length }) => length > 1)
    .map((same) => {
      const ids = listed(same.map(({ id }) => quoted(id)));
      return `${same.length} classes differ only in case: ${ids}; rename them if they are one`;
    });
}

/** Below this, neither training nor its figures say much about a class. */
export const FEW_IMAGES = 10;

/** Classes with few images. */
export function fewNotices({
  classes,
  train,
  val,
}: Pick<Dataset, "classes" | "train" | "val">): string[] {
  const counts = countByClass([...train, ...val], classes);
  const few = [...counts.keys()].filter((index) => counts[index]! < FEW_IMAGES);
  if (few.length === 0) return [];
  const some = few.length === 1 ? "1 class has" : `${few.length} classes have`;
  const named = few.map((index) => `${quoted(classes[index]!.id)} ${counts[index]}`);
  return [
    `${some} fewer than ${FEW_IMAGES} images, too few to learn from or to measure by: ${listed(named)}`,
  ];
}

/** Classes that a split cannot divide, because all of their images are near-duplicates. */
export function likenessNotices({
  labels,
  groups,
  classes,
  trainCount,
  excluded,
}: Pick<PackedDataset, "labels" | "groups" | "classes" | "trainCount"> & {
  readonly excluded: Iterable<number>;
}): string[] {
  const unused = new Set(excluded);
  const used = [...labels.keys()].filter((index) => index < trainCount && !unused.has(index));
  const alike = [...Map.groupBy(used, (index) => labels[index]!)]
    .filter(([, { length }]) => length > 1)
    .filter(([, indices]) => indices.every((index) => groups[index] === groups[indices[0]!]))
    .map(([label, { length }]) => `${quoted(classes[label]!.id)} ${length}`);
  if (alike.length === 0) return [];
  const some = alike.length === 1 ? "1 class has" : `${alike.length} classes have`;
  return [
    `${some} only near-duplicates of one image, of which none can be held out to measure by: ${listed(alike)}`,
  ];
}

function listed(names: readonly string[]): string {
  return `${names.slice(0, NAMED).join(", ")}${names.length > NAMED ? ", …" : ""}`;
}
