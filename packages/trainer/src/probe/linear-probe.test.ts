import { suite } from "uvu";
import * as assert from "uvu/assert";
import { seededRandom } from "@inception-edge/dataset";
import { ensureTensorFlow } from "@inception-edge/tensorflow";
import { topClass } from "../evaluate/scores.ts";
import { crossValidated } from "./cross-validated.ts";
import { fitProbe, probeLogits } from "./linear-probe.ts";
import type { Features } from "./network-features.ts";

const test = suite("linear probe");

const CLASSES = 3;
const IMAGES = 90;
const LENGTH = 8;
const labels = Array.from({ length: IMAGES }, (_, image) => image % CLASSES);

/** Features of which one for each class tells it; the others are noise, of very different sizes. */
function featuresOf(seed: number): Features {
  const random = seededRandom(seed);
  const values = Float32Array.from({ length: IMAGES * LENGTH }, (_, index) => {
    const [image, feature] = [Math.floor(index / LENGTH), index % LENGTH];
    const signal = feature === labels[image]! ? 2 : 0;
    return (signal + random()) * 10 ** (feature - 3);
  });
  return { length: LENGTH, values };
}

test("learns classes that features tell, whatever the features' sizes", async () => {
  await ensureTensorFlow();
  const rows = [...labels.keys()].filter((row) => row % 2 === 0);
  const probe = await fitProbe(featuresOf(1), { rows, labels, classes: CLASSES });
  assert.equal(probe.kernel.shape, [LENGTH, CLASSES]);
  assert.equal(probe.bias.shape, [CLASSES]);
  const logits = probeLogits(featuresOf(2), probe);
  for (const [row, label] of labels.entries()) {
    assert.is(topClass(logits.subarray(row * CLASSES, (row + 1) * CLASSES)), label, `row ${row}`);
  }
  assert.equal(await fitProbe(featuresOf(1), { rows, labels, classes: CLASSES }), probe);
});

test("crossValidated() asks each image of a probe that has not seen it", async () => {
  await ensureTensorFlow();
  const images = Int32Array.from({ length: IMAGES }, (_, row) => 2 * row + 1); // in a store of other images too
  const inStore = new Int32Array(2 * IMAGES + 1);
  for (const [row, image] of images.entries()) inStore[image] = labels[row]!;
  // One image carries another class's label: a probe that had seen it would find it less odd.
  inStore[images[0]!] = 1;
  const classes = ["a", "b", "c"].map((id) => ({ id, label: id, name: id }));
  const { probabilities, fold, folds } = await crossValidated(featuresOf(1), images, {
    packed: { labels: inStore, classes },
    seed: 1,
  });
  assert.is(folds, 5);
  assert.is(new Set(fold).size, 5);
  const [given, seen] = [probabilities[1]!, probabilities[0]!];
  assert.ok(given < 0.2 && seen > 0.7, `${given} ${seen}`);
  for (let row = 1; row < IMAGES; row += 1) {
    assert.ok(probabilities[row * CLASSES + labels[row]!]! > 0.5, `row ${row}`);
  }
});

test("crossValidated() makes fewer folds where a class has fewer images", async () => {
  await ensureTensorFlow();
  const images = Int32Array.from({ length: IMAGES }, (_, row) => row);
  const few = Int32Array.from(labels, (label, row) => (label === 2 && row > 8 ? 0 : label));
  const classes = ["a", "b", "c"].map((id) => ({ id, label: id, name: id }));
  const { folds } = await crossValidated(featuresOf(1), images, {
    packed: { labels: few, classes },
    seed: 1,
  });
  assert.is(folds, 3);
});

test.run();
