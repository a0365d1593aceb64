import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { PackedDataset } from "./dataset.ts";
import { seededRandom } from "./random.ts";
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
    groups: labels.map((_, index) => index),
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

/** 400 images of four classes, in groups of one to six neighbors, some of two classes. */
function groupedExample(seed: number): PackedDataset {
  const random = seededRandom(seed);
  const labels = Int32Array.from({ length: 400 }, (_, index) => Math.floor(index / 100));
  const groups = new Int32Array(400);
  for (let first = 0; first < 400;) {
    const size = random() < 0.5 ? 1 : 1 + Math.floor(random() * 6);
    groups.fill(first, first, first + size);
    first += size;
  }
  const classes = ["a", "b", "c", "d"].map((id) => ({ id, label: id, name: id }));
  return { ...packedExample(), count: 400, trainCount: 400, labels, groups, classes };
}

split("splitPacked() parts no group for any seed, and its shares stay near", () => {
  for (let seed = 0; seed < 200; seed += 1) {
    const packed = groupedExample(seed);
    const { train, heldOut } = splitPacked(packed, { ...options, seed });
    const groupsOf = (indices: Int32Array): number[] =>
      [...indices].map((index) => packed.groups[index]!);
    const held = new Set(groupsOf(heldOut));
    assert.not(groupsOf(train).some((group) => held.has(group)));
    assert.is(train.length + heldOut.length, 400);
    const counts = [0, 0, 0, 0];
    for (const index of heldOut) counts[packed.labels[index]!]! += 1;
    assert.ok(
      counts.every((count) => count >= 8 && count <= 12),
      `${seed}: ${counts}`,
    );
    assert.equal(splitPacked(packed, { ...options, seed }).heldOut, heldOut);
  }
});

split(
  "splitPacked() holds out the smallest group where all are large, and none where there is one",
  () => {
    const packed = packedExample();
    const groups = packed.groups.slice();
    groups.fill(0, 0, 12).fill(12, 12, 17).fill(17, 17, 20); // of the first class: 12, 5 and 3 images
    groups.fill(30, 30, 32); // of the last: one group
    const { train, heldOut } = splitPacked({ ...packed, groups }, options);
    assert.equal(countByClass(heldOut), [3, 1, 0]);
    assert.equal(countByClass(train), [17, 9, 2]);
  },
);

split("splitPacked() takes val from the images set apart, where there is no official val", () => {
  const packed = { ...packedExample(), trainCount: 44, setApart: Int32Array.of(0, 1, 25) };
  const { train, heldOut, val } = splitPacked(packed, { ...options, exclude: [1] });
  assert.equal([...val], [0, 25]);
  assert.is(train.length + heldOut.length, 41);
  assert.not([...train, ...heldOut].some((index) => [0, 1, 25].includes(index)));
});

split("splitPacked() rejects numbers out of range", () => {
  const packed = packedExample();
  assert.throws(() => splitPacked(packed, { ...options, heldOutFraction: 1 }), /wanted a share in/);
  assert.throws(() => splitPacked(packed, { ...options, limitPerClass: 0 }), /wanted 1 or more/);
});

split.run();
