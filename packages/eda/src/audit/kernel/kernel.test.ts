import { suite } from "uvu";
import * as assert from "uvu/assert";
import { blobs } from "../../../test/blobs.ts";
import { givenLabels } from "../label-probabilities.ts";
import { factorize, solveLower } from "./cholesky.ts";
import { directions } from "./directions.ts";
import { kernelScores } from "./kernel-scores.ts";
import { neighborDistances } from "./neighbor-distances.ts";

const test = suite("kernel");

test("factorize() and solveLower() solve a system", () => {
  // [4 2; 2 5] is L Lᵀ with L = [2 0; 1 2].
  const factor = Float64Array.of(4, 2, 2, 5);
  factorize(factor, 2);
  assert.equal([factor[0], factor[2], factor[3]], [2, 1, 2]);
  const rows = Float64Array.of(2, 3, 4, 0);
  solveLower(factor, rows, 2);
  assert.equal([...rows], [1, 1, 2, -1]);
});

test("directions() gives rows of length 1 that do not depend on a feature's scale", () => {
  const { features } = blobs({ images: 40 }).predictions;
  const rows = directions(features!, 40);
  const scaled = directions(
    features!.map((value, at) => value * (at % 8 === 3 ? 49 : 1)),
    40,
  );
  for (const [at, value] of rows.entries()) assert.ok(Math.abs(value - scaled[at]!) < 1e-5);
  const [first] = [rows.subarray(0, 8)];
  assert.ok(Math.abs(first!.reduce((sum, value) => sum + value * value, 0) - 1) < 1e-5);
});

test("directions() takes features that never change, and images without any", () => {
  assert.ok(directions(new Float32Array(12), 4).every((value) => value === 0));
});

test("kernelScores() is what a regression on all other images says", () => {
  const [images, classes] = [24, 4];
  const { predictions } = blobs({ images, classes });
  const { labels } = givenLabels(predictions);
  const scores = kernelScores(predictions.features!, labels, classes);
  const kernel = kernelOf(directions(predictions.features!, images), images);
  const shares = Array.from({ length: classes }, (_, k) => {
    return labels.filter((label) => label === k).length / images;
  });
  for (let image = 0; image < images; image += 1) {
    const others = [...labels.keys()].filter((other) => other !== image);
    const system = others.map((a) => others.map((b) => kernel[a]![b]! + (a === b ? 0.2 : 0)));
    for (let k = 0; k < classes; k += 1) {
      const targets = others.map((other) => (labels[other] === k ? 1 : 0) - shares[k]!);
      const weights = solved(system, targets);
      const expected = others.reduce(
        (sum, other, at) => sum + kernel[image]![other]! * weights[at]!,
        shares[k]!,
      );
      assert.ok(Math.abs(scores[image * classes + k]! - expected) < 1e-3, `${image}, ${k}`);
    }
  }
});

function kernelOf(rows: Float32Array, images: number): number[][] {
  const length = rows.length / images;
  const squared = Array.from({ length: images }, (_, a) =>
    Array.from({ length: images }, (__, b) => {
      let sum = 0;
      for (let at = 0; at < length; at += 1) {
        sum += (rows[a * length + at]! - rows[b * length + at]!) ** 2;
      }
      return sum;
    }),
  );
  const all = squared.flat().toSorted((a, b) => a - b);
  const middle = all[Math.floor(all.length / 2)]!;
  return squared.map((row) => row.map((value) => Math.exp((-1.5 * value) / middle)));
}

/** Gaussian elimination. */
function solved(system: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = system.map((row, at) => [...row, right[at]!]);
  for (const [at, row] of rows.entries()) {
    for (const other of rows.slice(at + 1)) {
      const factor = other[at]! / row[at]!;
      for (let column = at; column < row.length; column += 1)
        other[column]! -= factor * row[column]!;
    }
  }
  const solution: number[] = [];
  for (let at = rows.length - 1; at >= 0; at -= 1) {
    const row = rows[at]!;
    let rest = row.at(-1)!;
    for (let other = at + 1; other < rows.length; other += 1)
      rest -= row[other]! * solution[other]!;
    solution[at] = rest / row[at]!;
  }
  return solution;
}

test("kernelScores() takes images that are equal", () => {
  const features = new Float32Array(40 * 3).fill(0.5);
  const labels = Int32Array.from({ length: 40 }, (_, image) => image % 2);
  assert.ok(kernelScores(features, labels, 2).every(Number.isFinite));
});

test("neighborDistances() puts the image that is like no other first", () => {
  const { features, images } = blobs({ images: 80 }).predictions;
  const odd = 33;
  features!.set([90, 0, 90, 0, 90, 0, 90, 0], odd * 8);
  const distances = neighborDistances(features!, images.length);
  assert.is(distances.indexOf(Math.max(...distances)), odd);
  assert.ok(distances.every((distance) => distance >= -1e-6 && distance <= 2));
  assert.equal([...neighborDistances(Float32Array.of(1, 2), 1)], [0]);
});

test.run();
