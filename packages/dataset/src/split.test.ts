import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { PackedDataset } from "./dataset.ts";
import { splitPacked } from "./split.ts";

/** Three classes with 20, 10 and 2 images in train and 4 each in val. */
function packedExample(): PackedDataset {
  const train = [20, 10, 2].flatMap((images, label) => Array<number>(images).fill(label));
  const val = [0, 1, 2].flatMap((label) => Array<number>(4).fill(label));
  const labels = Int32Array.from([...train, ...val]);
  return {
    name: "example",
    storedSize: 64,
    imagesPath: "images.u8",
    count: labels.length,
    trainCount: train.length,
    labels,
    classes: ["a", "b", "c"].map((id) => ({ id, label: id, name: id })),
    paths: Array.from(labels, (_, index) => `image-${index}`),
    fingerprint: "",
    decoder: "",
  };
}

function countByClass(indices: Int32Array): number[] {
  const { labels } = packedExample();
  return [0, 1, 2].map((label) => indices.filter((index) => labels[index] === label).length);
}

const options = { heldOutFraction: 0.1, seed: 1 };
const split = suite("split");

split(
  "splitPacked() holds out a tenth of every class, at least one image, and keeps val apart",
  () => {
    const { train, heldOut, val } = splitPacked(packedExample(), options);
    assert.equal(countByClass(train), [18, 9, 1]);
    assert.equal(countByClass(heldOut), [2, 1, 1]);
    assert.equal([...val], [32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43]);
    assert.equal(
      [...train, ...heldOut].toSorted((a, b) => a - b),
      [...Array(32).keys()],
    );
  },
);

split("splitPacked() gives the same indices for the same seed on every platform", () => {
  assert.equal([...splitPacked(packedExample(), options).heldOut], [0, 15, 22, 31]);
  assert.equal(splitPacked(packedExample(), options), splitPacked(packedExample(), options));
  const other = splitPacked(packedExample(), { ...options, seed: 2 });
  assert.not.equal(other.heldOut, splitPacked(packedExample(), options).heldOut);
});

split("splitPacked() holds nothing out at a fraction of 0", () => {
  assert.is(splitPacked(packedExample(), { ...options, heldOutFraction: 0 }).heldOut.length, 0);
});

split("splitPacked() limits train and val for each class", () => {
  const { train, heldOut, val } = splitPacked(packedExample(), { ...options, limitPerClass: 3 });
  assert.equal(countByClass(train), [2, 2, 1]);
  assert.equal(countByClass(heldOut), [1, 1, 1]);
  assert.equal(countByClass(val), [3, 3, 3]);
});

split("splitPacked() adds to a smaller limit when it grows", () => {
  const few = splitPacked(packedExample(), { ...options, limitPerClass: 3 });
  const more = splitPacked(packedExample(), { ...options, limitPerClass: 8 });
  const larger = new Set([...more.train, ...more.heldOut]);
  assert.ok([...few.train, ...few.heldOut].every((index) => larger.has(index)));
});

split("splitPacked() leaves excluded images out and other classes as they were", () => {
  const { train, heldOut, val } = splitPacked(packedExample(), {
    ...options,
    exclude: [0, 32],
  });
  assert.not([...train, ...heldOut, ...val].some((index) => index === 0 || index === 32));
  const labels = packedExample().labels;
  const before = splitPacked(packedExample(), options).heldOut;
  assert.equal(
    heldOut.filter((index) => labels[index] !== 0),
    before.filter((index) => labels[index] !== 0),
  );
});

split("splitPacked() rejects numbers out of range", () => {
  const packed = packedExample();
  assert.throws(() => splitPacked(packed, { ...options, heldOutFraction: 1 }), /wanted a share in/);
  assert.throws(() => splitPacked(packed, { ...options, limitPerClass: 0 }), /wanted 1 or more/);
});

split.run();
