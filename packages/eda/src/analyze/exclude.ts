/**
 * Chooses the training images to exclude: duplicates that distort training or evaluation, and files that cannot be
 * decoded. `val` is never changed, so that accuracy stays comparable with published results.
 */
import type { Defect, ExcludeEntry } from "@inception-edge/dataset";
import type { NamedImage } from "../image-report.ts";
import type { DuplicateGroup } from "../report.ts";

const RELATION: Readonly<Record<DuplicateGroup["kind"], string>> = {
  exact: "the pixels",
  near: "nearly the pixels",
  mirrored: "the mirror image",
};

/**
 * Excludes all training images that are like one of val or like one with another label. Of the other duplicates, one
 * stays and those like it are excluded. Likeness is not transitive: an image is only excluded for one that stays.
 *
 * @param options.broken files that cannot be used
 * @param options.isTrain whether a path is that of a training image
 */
export function excludeEntries(
  groups: readonly DuplicateGroup[],
  {
    broken,
    isTrain: isOfTrain,
  }: {
    readonly broken: readonly Defect[];
    readonly isTrain: (path: string) => boolean;
  },
): ExcludeEntry[] {
  const reasons = new Map<string, string>();
  for (const { path, message } of broken) {
    if (isOfTrain(path)) reasons.set(path, message);
  }
  for (const { kind, images } of groups) {
    const val = images.find(({ split }) => split === "val");
    for (const { path, id } of images.filter(isTrain)) {
      if (reasons.has(path)) continue;
      const contradicted = images.find((other) => other.id !== id);
      if (val) reasons.set(path, `${RELATION[kind]} of ${val.path}, which is for testing`);
      else if (contradicted) {
        const { path: other, label } = contradicted;
        reasons.set(path, `${RELATION[kind]} of ${other}, another label (${label})`);
      }
    }
  }

  const staying = new Set<string>();
  for (const [path, own] of groupsByImage(groups)) {
    if (reasons.has(path)) continue;
    const like = own.find(({ images }) => images.some((other) => staying.has(other.path)));
    if (like) {
      const other = like.images.find((image) => staying.has(image.path))!;
      reasons.set(path, `${RELATION[like.kind]} of ${other.path}, which stays`);
    } else staying.add(path);
  }
  return [...reasons]
    .map(([path, reason]) => ({ path, reason }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

function groupsByImage(groups: readonly DuplicateGroup[]): Map<string, DuplicateGroup[]> {
  const byImage = new Map<string, DuplicateGroup[]>();
  for (const group of groups) {
    for (const { path } of group.images.filter(isTrain)) {
      const own = byImage.get(path);
      if (own) own.push(group);
      else byImage.set(path, [group]);
    }
  }
  return byImage;
}

function isTrain({ split }: NamedImage): boolean {
  return split === "train";
}
