/**
 * Which training images a duplicate makes worthless, or the test dishonest. `val` is never touched: its accuracy
 * stays comparable with everybody else's.
 */
import type { ExcludeEntry } from "@inception-edge/dataset";
import type { DuplicateGroup, NamedImage } from "../report.ts";

export function excludeEntries(groups: readonly DuplicateGroup[]): ExcludeEntry[] {
  const reasons = new Map<string, string>();
  for (const { kind, images } of groups) {
    const train = images.filter(({ split }) => split === "train");
    const val = images.find(({ split }) => split === "val");
    const pixels = { exact: "the pixels", near: "nearly the pixels", mirrored: "the mirror image" };
    for (const [place, image] of train.entries()) {
      const other = otherThan(image, images);
      const contradicted = train.find(({ wnid }) => wnid !== image.wnid);
      let reason: string | undefined;
      if (val) reason = `${pixels[kind]} of ${val.path}, which is for testing`;
      else if (contradicted)
        reason = `${pixels[kind]} of ${contradicted.path}, another label (${contradicted.label})`;
      else if (place > 0) reason = `${pixels[kind]} of ${other.path}, which stays`;
      if (reason && !reasons.has(image.path)) reasons.set(image.path, reason);
    }
  }
  return [...reasons]
    .map(([path, reason]) => ({ path, reason }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

function otherThan(image: NamedImage, images: readonly NamedImage[]): NamedImage {
  return images.find(({ path }) => path !== image.path)!;
}
