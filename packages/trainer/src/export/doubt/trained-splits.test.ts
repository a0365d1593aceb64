import { suite } from "uvu";
import * as assert from "uvu/assert";
import { splitPacked, type PreparedDataset } from "@inception-edge/dataset";
import { testFacts } from "@inception-edge/testing/bundles/test-facts";
import { areHeldOut, trainedSplits } from "./trained-splits.ts";

const trained = suite("trainedSplits()");

const IMAGES = 60;

/** As much of a dataset as is split: two classes, 50 images of train and 10 of val. */
const packed = {
  name: "two",
  count: IMAGES,
  trainCount: 50,
  labels: Int32Array.from({ length: IMAGES }, (_, index) => index % 2),
  groups: Int32Array.from({ length: IMAGES }, (_, index) => index),
  classes: [{}, {}],
  paths: Array.from({ length: IMAGES }, (_, index) => `${index}.JPEG`),
  excluded: [],
} as unknown as PreparedDataset;

const excluded = ["3.JPEG", "8.JPEG"];
const facts = testFacts(2);
const recipe = { ...facts.recipe, seed: 5, settings: { data: { excluded } } };
const splits = splitPacked(packed, { heldOutFraction: 0.1, seed: 5, exclude: [3, 8] });
const counts = { train: splits.train.length, "held-out": splits.heldOut.length };
const dataset = { ...facts.dataset, counts };

trained("finds the images that a network was trained on, and those held out", () => {
  assert.equal(trainedSplits({ dataset, recipe }, packed), splits);
  assert.is(splits.heldOut.length, 4);
});

trained("says why it cannot, and what to do", () => {
  const relabeled = { ...dataset, relabeled: 3 };
  assert.match(
    trainedSplits({ dataset: relabeled, recipe }, packed) as string,
    "labels were changed before training; export the run again",
  );
  const other = { ...dataset, counts: { ...counts, train: 40 } };
  assert.match(
    trainedSplits({ dataset: other, recipe }, packed) as string,
    `"two" gives ${counts.train} train images, and the network had 40; give the dataset`,
  );
});

trained("does not take images for held out on which a file is far too good", () => {
  const figures = {
    split: "held-out",
    images: 2000,
    method: "TFLite int8, litert",
    values: { top1: 0.6 },
  };
  const isPlausible = (top1: number): boolean =>
    areHeldOut({ metrics: [figures] }, { format: "int8", top1, images: 5000 });
  assert.equal([0.58, 0.61, 0.64, 0.85].map(isPlausible), [true, true, true, false]);
  assert.ok(areHeldOut({ metrics: [] }, { format: "int8", top1: 0.99, images: 100 }));
});

trained.run();
