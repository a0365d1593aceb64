import { suite } from "uvu";
import * as assert from "uvu/assert";
import { splitPacked, type PackedDataset } from "@inception-edge/dataset";
import { foldSplits } from "./fold-splits.ts";

const folding = suite("foldSplits()");

/** Two classes: 12 and 8 images in train, two and one in val. */
function packedExample(valFraction?: number): PackedDataset {
  const labels = Int32Array.from([12, 8, 2, 1].flatMap((size, part) => Array(size).fill(part % 2)));
  return {
    name: "example",
    imagesPath: "images.u8",
    count: 23,
    trainCount: 20,
    labels,
    classes: ["a", "b"].map((id) => ({ id, label: id, name: id })),
    paths: Array.from(labels, (_, index) => `${index}.png`),
    fingerprint: "",
    decoder: "",
    ...(valFraction !== undefined && { valFraction }),
  };
}

function folded(
  packed: PackedDataset,
  exclude: readonly number[] = [],
): ReturnType<typeof foldSplits> {
  const splits = splitPacked(packed, { heldOutFraction: 0.1, seed: 1, exclude });
  return foldSplits({ packed, splits }, { folds: 4, seed: 1 });
}

const measured = (packed: PackedDataset, exclude?: readonly number[]): number[] =>
  folded(packed, exclude)
    .flatMap(({ val }) => [...val])
    .toSorted((a, b) => a - b);

folding("measures every image of train once, held-out ones too, but no official val", () => {
  assert.equal(measured(packedExample()), [...Array(20).keys()]);
});

folding("measures a val that was only set apart, and nothing that is excluded", () => {
  assert.equal(measured(packedExample(0.15)), [...Array(23).keys()]);
  assert.equal(measured(packedExample(0.15), [0, 22]), [...Array(22).keys()].slice(1));
});

folding("trains each fold on exactly the images of the others, and holds none out", () => {
  for (const { train, heldOut, val } of folded(packedExample())) {
    assert.is(heldOut.length, 0);
    assert.equal(
      [...train, ...val].toSorted((a, b) => a - b),
      [...Array(20).keys()],
    );
    assert.ok(train.every((image) => !val.includes(image)));
  }
});

folding.run();
