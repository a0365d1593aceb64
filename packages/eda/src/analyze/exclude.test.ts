import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { NamedImage } from "../image-report.ts";
import type { DuplicateGroup } from "../report.ts";
import { excludeEntries } from "./exclude.ts";

const exclude = suite("excludeEntries()");

/** "cat/a" is an image of train, "val/a" one of val with the label cat. */
function groupOf(kind: DuplicateGroup["kind"], ...paths: string[]): DuplicateGroup {
  const images = paths.map((path): NamedImage => {
    const [folder] = path.split("/") as [string];
    const [split, label] =
      folder === "val" ? (["val", "cat"] as const) : (["train", folder] as const);
    return { path, split, id: label, label };
  });
  return { kind, difference: 0, images, conflict: false, leak: false };
}

const told = (...groups: DuplicateGroup[]): string[] =>
  excludeEntries(groups, { broken: [], isTrain: () => true }).map(
    ({ path, reason }) => `${path}: ${reason}`,
  );

exclude(
  "excludes every training image that is like one of val, or like one with another label",
  () => {
    assert.equal(told(groupOf("exact", "cat/a", "cat/b", "val/x")), [
      "cat/a: the pixels of val/x, which is for testing",
      "cat/b: the pixels of val/x, which is for testing",
    ]);
    assert.equal(told(groupOf("exact", "cat/a", "dog/b")), [
      "cat/a: the pixels of dog/b, another label (dog)",
      "dog/b: the pixels of cat/a, another label (cat)",
    ]);
  },
);

exclude("keeps one of several, and excludes none for an image that is excluded itself", () => {
  assert.equal(told(groupOf("exact", "cat/a", "cat/b", "cat/c")), [
    "cat/b: the pixels of cat/a, which stays",
    "cat/c: the pixels of cat/a, which stays",
  ]);
  // a is like b and b like c, but a is not like c.
  assert.equal(told(groupOf("near", "cat/a", "cat/b"), groupOf("mirrored", "cat/b", "cat/c")), [
    "cat/b: nearly the pixels of cat/a, which stays",
  ]);
  assert.equal(told(groupOf("exact", "cat/a", "cat/b"), groupOf("near", "cat/a", "val/x")), [
    "cat/a: nearly the pixels of val/x, which is for testing",
  ]);
});

exclude.run();
