import { suite } from "uvu";
import * as assert from "uvu/assert";
import { foldSplits } from "./fold-splits.ts";

const folding = suite("foldSplits()");

/** 20 images that the dataset trains on, three of them held out, and three in val. */
const splits = {
  train: Int32Array.from({ length: 17 }, (_, index) => index),
  heldOut: Int32Array.of(17, 18, 19),
  val: Int32Array.of(20, 21, 22),
};
const packed = {
  labels: Int32Array.from({ length: 23 }, (_, index) => index % 2),
  classes: ["a", "b"].map((id) => ({ id, label: id, name: id })),
};
const fold = (facts: Partial<Parameters<typeof foldSplits>[0]["packed"]> = {}): typeof folds =>
  foldSplits({ packed: { ...packed, ...facts }, splits }, { folds: 4, seed: 1 });
const folds = foldSplits({ packed, splits }, { folds: 4, seed: 1 });

const measured = (parts: typeof folds): number[] =>
  parts.flatMap(({ val }) => [...val]).toSorted((a, b) => a - b);

folding("measures every image of train once, held-out ones too, but no official val", () => {
  assert.equal(measured(folds), [...Array(20).keys()]);
});

folding("measures a val that was only set apart", () => {
  assert.equal(measured(fold({ valFraction: 0.15 })), [...Array(23).keys()]);
});

folding("keeps images of the same picture in one fold, where the pack tells of them", () => {
  const groups = Int32Array.from({ length: 23 }, (_, index) => (index < 8 ? index % 4 : index));
  for (const { train, val } of fold({ groups })) {
    for (const image of [0, 1, 2, 3]) {
      assert.is(val.includes(image), val.includes(image + 4));
      assert.is(train.includes(image), train.includes(image + 4));
    }
  }
});

folding("trains each fold on exactly the images of the others, and holds none out", () => {
  for (const { train, heldOut, val } of folds) {
    assert.is(heldOut.length, 0);
    assert.equal(
      [...train, ...val].toSorted((a, b) => a - b),
      [...Array(20).keys()],
    );
    assert.ok(train.every((image) => !val.includes(image)));
  }
});

folding.run();
