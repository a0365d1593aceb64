/** Merges overlapping groups, so that thirteen copies of an image are one group and not 78 pairs. */
import type { DuplicateGroup } from "../report.ts";

/**
 * Merges groups that share an image into one, whose difference is the largest of theirs.
 *
 * @returns groups that have no image in common, in the order of their first ones
 */
export function mergeGroups(likenesses: readonly DuplicateGroup[]): DuplicateGroup[] {
  const parents = new Map<string, string>();
  const rootOf = (path: string): string => {
    let root = path;
    for (let parent = parents.get(root); parent !== undefined; parent = parents.get(root)) {
      root = parent;
    }
    if (root !== path) parents.set(path, root); // The next search is shorter.
    return root;
  };
  for (const { images } of likenesses) {
    const first = rootOf(images[0]!.path);
    for (const { path } of images) {
      const root = rootOf(path);
      if (root !== first) parents.set(root, first);
    }
  }
  const merged = Map.groupBy(likenesses, ({ images }) => rootOf(images[0]!.path));
  return [...merged.values()].map((parts) => (parts.length === 1 ? parts[0]! : merge(parts)));
}

function merge(parts: readonly DuplicateGroup[]): DuplicateGroup {
  const byPath = new Map(parts.flatMap(({ images }) => images).map((image) => [image.path, image]));
  const images = [...byPath.values()];
  const kinds = new Set(parts.map(({ kind }) => kind));
  return groupOf(images, {
    kind: kinds.has("near") ? "near" : kinds.has("mirrored") ? "mirrored" : "exact",
    difference: Math.max(...parts.map(({ difference }) => difference)),
  });
}

export function groupOf(
  images: DuplicateGroup["images"],
  likeness: Pick<DuplicateGroup, "kind" | "difference">,
): DuplicateGroup {
  return {
    ...likeness,
    images,
    conflict: new Set(images.map(({ id }) => id)).size > 1,
    leak: new Set(images.map(({ split }) => split)).size > 1,
  };
}
