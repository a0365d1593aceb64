import { suite } from "uvu";
import * as assert from "uvu/assert";
import { mostFolds, stratifiedFolds } from "./folds.ts";

const folding = suite("stratifiedFolds()");

const classes = ["cat", "dog", "fox"].map((id) => ({ id, label: id, name: id }));
/** 23 cats, 11 dogs and 5 foxes. */
const labels = Int32Array.from([23, 11, 5].flatMap((size, label) => Array(size).fill(label)));
const all = labels.map((_, index) => index);

function countByClass(fold: Int32Array): number[] {
  return classes.map((_, label) => fold.filter((index) => labels[index] === label).length);
}

folding("puts every image into one fold, each class and all within one of its share", () => {
  const folds = stratifiedFolds({ labels, classes }, all, { folds: 5, seed: 1 });
  assert.equal(
    folds.flatMap((fold) => [...fold]).toSorted((a, b) => a - b),
    [...all],
  );
  const counts = folds.map(countByClass);
  for (const [label, least] of [4, 2, 1].entries()) {
    const ofClass = counts.map((count) => count[label]!);
    assert.ok(
      ofClass.every((count) => count === least || count === least + 1),
      String(ofClass),
    );
  }
  assert.equal(folds.map(({ length }) => length).toSorted(), [7, 8, 8, 8, 8]);
});

folding("takes only the images that it is given, and divides by the seed alone", () => {
  const some = all.filter((index) => index % 3 !== 0);
  const of1 = stratifiedFolds({ labels, classes }, some, { folds: 3, seed: 1 });
  assert.equal(new Set(of1.flatMap((fold) => [...fold])), new Set(some));
  assert.equal(of1, stratifiedFolds({ labels, classes }, some, { folds: 3, seed: 1 }));
  assert.not.equal(of1, stratifiedFolds({ labels, classes }, some, { folds: 3, seed: 2 }));
});

folding("keeps together what shows the same picture, also under two labels", () => {
  // Cats 0 to 9 in pairs, dogs 23 to 26 as one, and a cat that is also a fox.
  const groups = Int32Array.from(all, (index) => 100 + index);
  for (let index = 0; index < 10; index += 1) groups[index] = Math.floor(index / 2);
  groups.fill(50, 23, 27);
  groups[22] = 60;
  groups[34] = 60;
  const folds = stratifiedFolds({ labels, classes, groups }, all, { folds: 4, seed: 1 });
  const foldOf = (index: number): number => folds.findIndex((fold) => fold.includes(index));
  for (const group of Map.groupBy(all, (index) => groups[index]!).values()) {
    assert.is(new Set(group.map(foldOf)).size, 1, String(group));
  }
  assert.equal(
    folds.flatMap((fold) => [...fold]).toSorted((a, b) => a - b),
    [...all],
  );
  const counts = folds.map(countByClass);
  for (const count of counts) {
    assert.ok(count[0]! >= 5 && count[0]! <= 7, String(counts));
    assert.ok(count[1]! >= 2 && count[1]! <= 4, String(counts));
    assert.ok(count[2]! >= 1 && count[2]! <= 2, String(counts));
  }
});

folding("refuses a class with too few different images, and says what can be done", () => {
  assert.throws(
    () => stratifiedFolds({ labels, classes }, all, { folds: 12, seed: 1 }),
    /^Cannot make 12 folds: .* "dog" has 11 different images, "fox" has 5 different images; make 5 folds at most, or add images$/,
  );
  const groups = all.map((index) => (labels[index] === 2 ? 0 : 1 + index));
  assert.throws(
    () => stratifiedFolds({ labels, classes, groups }, all, { folds: 5, seed: 1 }),
    /and "fox" has 1 different image; add images$/,
  );
  assert.throws(
    () => stratifiedFolds({ labels, classes }, all, { folds: 1, seed: 1 }),
    /Cannot make 1 folds: wanted 2 or more/,
  );
});

folding("mostFolds() counts the different images of the smallest class", () => {
  assert.is(mostFolds({ labels, classes }, all), 5);
  const groups = all.map((index) => (labels[index] === 2 ? 0 : 1 + index));
  assert.is(mostFolds({ labels, classes, groups }, all), 1);
});

folding("is the same on every platform", () => {
  const [first] = stratifiedFolds({ labels, classes }, all, { folds: 5, seed: 1 });
  assert.equal([...first!], [4, 6, 16, 18, 20, 25, 30, 37]);
});

folding.run();
