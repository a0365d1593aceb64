import { suite } from "uvu";
import * as assert from "uvu/assert";
import { confidentJoint } from "./confident-joint.ts";
import {
  confidenceWeightedEntropy,
  likeliestOthers,
  normalizedMargin,
  selfConfidence,
  type GivenLabels,
} from "./label-quality.ts";

const test = suite("scores of labels");

const given: GivenLabels = {
  // Images 0, 1: right; 2: labeled 0, surely 1; 3: undecided; 4, 5: right; 6: of class 2, which has no other image.
  probabilities: Float32Array.from(
    [
      [0.75, 0.25, 0],
      [0.5, 0.375, 0.125],
      [0, 1, 0],
      [0.375, 0.375, 0.25],
      [0.25, 0.75, 0],
      [0, 0.75, 0.25],
      [0, 0.5, 0.5],
    ].flat(),
  ),
  labels: Int32Array.of(0, 0, 0, 1, 1, 1, 2),
  classes: 3,
};

test("selfConfidence(), normalizedMargin() and likeliestOthers() go by the given label", () => {
  assert.equal([...selfConfidence(given)], [0.75, 0.5, 0, 0.375, 0.75, 0.75, 0.5]);
  assert.equal([...normalizedMargin(given)], [0.5, 0.125, -1, 0, 0.5, 0.5, 0]);
  assert.equal([...likeliestOthers(given)], [1, 1, 1, 0, 0, 2, 1]);
});

test("confidenceWeightedEntropy() doubts what is surely another class more than what is undecided", () => {
  const scores = confidenceWeightedEntropy(given);
  const order = [...scores.keys()].toSorted((a, b) => scores[a]! - scores[b]!);
  assert.equal(order.slice(0, 2), [2, 3]);
});

test("confidentJoint() counts an image as the class whose average it reaches (Northcutt et al. 2021)", () => {
  // Averages of the given label: 1.25 / 3, 1.875 / 3, 0.5.
  const { counted, shares } = confidentJoint(given);
  assert.equal([...counted], [0, 0, 1, -1, 1, 1, 2]);
  assert.equal(
    [...shares].map((share) => Number(share.toFixed(3))),
    [0.667, 0.333, 0, 0, 1, 0, 0, 0, 1],
  );
});

test("confidentJoint() takes a class without images", () => {
  const labels = Int32Array.of(0, 0, 0, 1, 1, 1, 1);
  const { counted, shares } = confidentJoint({ ...given, labels });
  assert.not.ok(counted.includes(2));
  assert.equal(Array.from(shares.subarray(6)), [0, 0, 1]);
});

test.run();
