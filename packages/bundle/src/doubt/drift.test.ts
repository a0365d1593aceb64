import { suite } from "uvu";
import * as assert from "uvu/assert";
import { binOf, classGroups, fitDrift, populationStability } from "./drift.ts";

const drift = suite("drift");

drift("bins held-out answers by tenths, equal ones together", () => {
  const images = 200;
  const confidence = Array.from({ length: images }, (_, index) => index / images);
  const oodScore = Array.from({ length: images }, (_, index) => (index < 100 ? 0 : index));
  const classes = Array.from({ length: images }, (_, index) => index % 4);
  const fitted = fitDrift(new Map([["tflite-int8", { classes, confidence, oodScore }]]), 5)!;
  assert.equal(fitted.classes, [0.25, 0.25, 0.25, 0.25, 0]);
  const { bounds, shares } = fitted.confidence["tflite-int8"]!;
  assert.equal([bounds.length, shares.length], [9, 10]);
  assert.ok(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 1) < 1e-4);
  const many = fitted.oodScore["tflite-int8"]!;
  assert.equal([many.bounds[0], many.bounds.length, many.shares[0]], [0, 6, 0.5]);
  assert.equal(
    [0, 50, 100, 500].map((value) => binOf([0, 100], value)),
    [0, 1, 1, 2],
  );
});

drift("says nothing from fewer than a hundred images", () => {
  const few = Array.from({ length: 99 }, () => 0);
  assert.is(fitDrift(new Map([["a", { classes: few, confidence: few }]]), 2), undefined);
});

drift("puts many classes into ten groups that are as likely", () => {
  const shares = Array.from({ length: 200 }, (_, index) => (index % 20) / 1900);
  const groups = classGroups(shares);
  const totals = Array.from({ length: 10 }, () => 0);
  for (const [index, share] of shares.entries()) totals[groups[index]!]! += share;
  for (const total of totals) assert.ok(Math.abs(total - 0.1) < 0.005, `${total}`);
  assert.equal(classGroups([0.5, 0.3, 0.2]), [0, 1, 2]);
});

drift("is near 0 for the same answers, above 0.25 where one bin has doubled", () => {
  const then = Array.from({ length: 10 }, () => 0.1);
  assert.ok(
    populationStability(then, 10_000, [99, 101, 97, 103, 100, 98, 102, 100, 95, 105]) < 0.002,
  );
  const shifted = populationStability(then, 10_000, [400, 67, 67, 67, 67, 67, 67, 66, 66, 66]);
  // By hand, without the half answer of each bin: 0.3 · ln 4 + 9 · (0.1 − 0.0667) · ln 1.5. Chance would make 0.01 of it.
  assert.ok(Math.abs(shifted - 0.527) < 0.01, `${shifted}`);
  assert.ok(Number.isFinite(populationStability([0.5, 0.5, 0], 100, [0, 0, 10])));
});

drift("sees no change where few held-out images and few answers differ by chance", () => {
  let state = 1;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const [images, answers, draws] = [138, 200, 200];
  const found = Array.from({ length: draws }, () => {
    const confidence = Array.from({ length: images }, random);
    const known = { classes: confidence.map(() => 0), confidence };
    const { bounds, shares } = fitDrift(new Map([["a", known]]), 1)!.confidence["a"]!;
    const now = shares.map(() => 0);
    for (let answer = 0; answer < answers; answer += 1) now[binOf(bounds, random())]! += 1;
    return populationStability(shares, images, now);
  });
  const changed = found.filter((index) => index > 0.1).length / draws;
  assert.ok(changed < 0.1, `${changed} of the windows look changed`);
});

drift.run();
