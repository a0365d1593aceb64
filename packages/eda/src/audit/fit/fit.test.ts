import { suite } from "uvu";
import * as assert from "uvu/assert";
import { blobs } from "../../../test/blobs.ts";
import { givenLabels } from "../label-probabilities.ts";
import { combine } from "./combine.ts";
import { fitLogistic, predictLogistic } from "./logistic.ts";
import { minimize } from "./minimize.ts";

const test = suite("fits");

test("minimize() finds the minimum of Rosenbrock's valley", () => {
  const point = minimize(
    ([x = 0, y = 0]) => ({
      loss: (1 - x) ** 2 + 100 * (y - x * x) ** 2,
      gradient: Float64Array.of(-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)),
    }),
    { start: Float64Array.of(-1.2, 1), iterations: 100 },
  );
  assert.ok(Math.abs(point[0]! - 1) < 1e-4 && Math.abs(point[1]! - 1) < 1e-4, String(point));
});

test("fitLogistic() gives back the log odds of a single feature", () => {
  // Of the rows with 0, one in four is of class 1; of those with 1, three in four.
  const rows = {
    values: [0, 0, 0, 0, 1, 1, 1, 1],
    labels: [0, 0, 0, 1, 1, 1, 1, 0],
    length: 1,
    classes: 2,
  };
  const weights = fitLogistic(rows, 1e-9);
  assert.ok(Math.abs(predictLogistic(weights, rows, 0)[1]! - 0.25) < 1e-3);
  assert.ok(Math.abs(predictLogistic(weights, rows, 4)[1]! - 0.75) < 1e-3);
});

/** Mean cross-entropy of the given labels. */
function crossEntropy(probabilities: Float32Array, labels: Int32Array, classes: number): number {
  const sum = labels.reduce((total, label, image) => {
    return total - Math.log(Math.max(1e-6, probabilities[image * classes + label]!));
  }, 0);
  return sum / labels.length;
}

for (const [images, form] of [
  [600, "a weight for each pair of classes"],
  [100, "a weight for each opinion"],
] as const) {
  test(`combine() makes sure opinions mean what they say, by ${form}`, () => {
    const { predictions } = blobs({ images, spread: 3 });
    const { probabilities, labels, classes } = givenLabels(predictions);
    const opinion = Float64Array.from(probabilities, (p) => Math.log(Math.max(p, 1e-6)));
    const combined = combine({ opinions: [opinion], labels, classes });
    for (let image = 0; image < images; image += 1) {
      const row = combined.subarray(image * classes, (image + 1) * classes);
      assert.ok(Math.abs(row.reduce((sum, p) => sum + p, 0) - 1) < 1e-5);
    }
    const [before, after] = [probabilities, combined].map((p) => crossEntropy(p, labels, classes));
    assert.ok(after! < 0.8 * before!, `${after} after ${before}`);
  });
}

test.run();
