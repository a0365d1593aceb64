import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { NamedImage } from "../image-report.ts";
import type { DuplicateGroup } from "../report.ts";
import { groupOf, mergeGroups } from "./merge-groups.ts";

const merge = suite("mergeGroups()");

/** "cat/a" is an image of train, "val/a" one of val with the label cat. */
function likeness(kind: DuplicateGroup["kind"], difference: number, names: string): DuplicateGroup {
  const images = names.split(" ").map((path): NamedImage => {
    const [folder = ""] = path.split("/");
    const isVal = folder === "val";
    const label = isVal ? "cat" : folder;
    return { path, split: isVal ? "val" : "train", id: label, label };
  });
  return groupOf(images, { kind, difference });
}

const told = (groups: readonly DuplicateGroup[]): string[] =>
  groups.map(
    ({ kind, difference, images }) =>
      `${kind} ${difference}: ${images.map(({ path }) => path).join(" ")}`,
  );

merge("makes one group of all pairs of thirteen copies", () => {
  const names = Array.from({ length: 13 }, (_, index) => `cat/${index}`);
  const pairs = names.flatMap((a, index) =>
    names.slice(index + 1).map((b) => likeness("near", 1, `${a} ${b}`)),
  );
  assert.is(pairs.length, 78);
  assert.equal(told(mergeGroups(pairs.toReversed())).length, 1);
  assert.is(mergeGroups(pairs)[0]!.images.length, 13);
});

merge("keeps groups without common images apart, and keeps their order", () => {
  const exact = likeness("exact", 0, "cat/a cat/b");
  const groups = [
    exact,
    likeness("mirrored", 3, "cat/x cat/y"),
    likeness("near", 2, "cat/b cat/c"),
  ];
  assert.equal(told(mergeGroups(groups)), ["near 2: cat/a cat/b cat/c", "mirrored 3: cat/x cat/y"]);
  assert.is(mergeGroups([exact])[0], exact);
  assert.equal(mergeGroups([]), []);
});

merge("finds a conflict and a leak of the merged group", () => {
  const [group] = mergeGroups([
    likeness("near", 1, "cat/a cat/b"),
    likeness("near", 4, "cat/b dog/c"),
    likeness("mirrored", 2, "dog/c val/d"),
  ]);
  assert.equal(told([group!]), ["near 4: cat/a cat/b dog/c val/d"]);
  assert.equal([group!.conflict, group!.leak], [true, true]);
});

merge.run();
