import { suite } from "uvu";
import * as assert from "uvu/assert";
import { setApart } from "./set-apart.ts";

const test = suite("setApart()");

/** Paths "0/0", "0/1", … of classes with so many images. */
function photos(...counts: readonly number[]): { paths: string[]; labels: number[] } {
  const labels = counts.flatMap((count, label) => Array<number>(count).fill(label));
  const paths = counts.flatMap((count, label) =>
    Array.from({ length: count }, (_, index) => `${label}/${index}`),
  );
  return { paths, labels };
}

function chosenOf(
  dataset: { readonly paths: readonly string[]; readonly labels: readonly number[] },
  groups?: readonly number[],
): number[] {
  const images = [...dataset.paths.keys()];
  return setApart(images, { ...dataset, ...(groups && { groups }) });
}

/** Groups of `size` neighbors. */
const groupsOf = (count: number, size: number): number[] =>
  Array.from({ length: count }, (_, index) => index - (index % size));

test("takes 15 % of each class", () => {
  const { paths, labels } = photos(40, 20);
  const counts = [0, 0];
  for (const index of chosenOf({ paths, labels })) counts[labels[index]!]! += 1;
  assert.equal(counts, [6, 3]);
});

test("takes one of three images, and none of two", () => {
  const chosen = chosenOf(photos(3, 2));
  assert.is(chosen.length, 1);
  assert.ok(chosen[0]! < 3);
});

const named = (chosen: readonly number[], paths: readonly string[]): string[] =>
  chosen.map((index) => paths[index]!);

test("keeps its choice when images are added, and leaves out what cannot be used", () => {
  const { paths, labels } = photos(40);
  const before = named(chosenOf({ paths, labels }), paths);
  const more = { paths: [...paths, "0/new"], labels: [...labels, 0] };
  const after = named(chosenOf(more), more.paths);
  assert.ok(before.filter((path) => !after.includes(path)).length <= 1);
  const usable = [...paths.keys()].filter((index) => !before.includes(paths[index]!));
  const others = named(setApart(usable, { paths, labels }), paths);
  assert.is(others.length, 5);
  assert.not(others.some((path) => before.includes(path)));
});

test("takes groups whole, and as many images as without them", () => {
  for (const size of [2, 3, 5]) {
    const groups = groupsOf(100, size);
    const chosen = chosenOf(photos(60, 40), groups);
    for (const index of chosen) {
      const whole = groups.flatMap((group, other) => (group === groups[index] ? [other] : []));
      assert.ok(whole.every((other) => chosen.includes(other)));
    }
    assert.ok(Math.abs(chosen.length - 15) <= size / 2, `${size}: ${chosen.length}`);
  }
});

test("does not prefer groups of many", () => {
  const groups = Array.from({ length: 400 }, (_, index) =>
    index < 200 ? index - (index % 4) : index,
  );
  const chosen = chosenOf(photos(400), groups);
  assert.is(chosen.length, 60);
  const ofMany = chosen.filter((index) => index < 200).length;
  assert.ok(ofMany >= 16 && ofMany <= 44, String(ofMany));
});

test("leaves two groups of each class in train, or takes none of it", () => {
  const { paths, labels } = photos(6, 40);
  const groups = [0, 0, 0, 3, 3, 3, ...groupsOf(40, 1).map((group) => group + 6)];
  assert.ok(chosenOf({ paths, labels }, groups).every((index) => labels[index] === 1));
});

test("keeps a group of two classes together, and counts it in both", () => {
  const { paths, labels } = photos(20, 20);
  const groups = [...paths.keys()];
  for (let index = 0; index < 20; index += 1) groups[20 + index] = index; // each is a pair
  const chosen = chosenOf({ paths, labels }, groups);
  assert.is(chosen.length, 6);
  assert.equal(
    chosen.slice(3),
    chosen.slice(0, 3).map((index) => index + 20),
  );
});

test.run();
