import { suite } from "uvu";
import * as assert from "uvu/assert";
import { logitsOf } from "./logits.ts";
import { reliability } from "./reliability.ts";
import { fitTemperature } from "./temperature.ts";

const reliable = suite("reliability and temperature");

interface Synthetic {
  logits: Float32Array;
  labels: Int32Array;
}

/** Two classes: `count` images answered class 0 with `confidence`, of which `right` are. */
function answers(confidence: number, count: number, right: number): Synthetic {
  return {
    logits: logitsOf(
      Float32Array.from({ length: 2 * count }, (_, index) =>
        index % 2 ? 1 - confidence : confidence,
      ),
    ),
    labels: Int32Array.from({ length: count }, (_, index) => (index < right ? 0 : 1)),
  };
}

function together(...parts: readonly Synthetic[]): Synthetic {
  return {
    logits: Float32Array.from(parts.flatMap(({ logits }) => [...logits])),
    labels: Int32Array.from(parts.flatMap(({ labels }) => [...labels])),
  };
}

function assertNear(actual: number, expected: number, tolerance = 1e-6): void {
  assert.ok(Math.abs(actual - expected) < tolerance, `${actual}, wanted ${expected}`);
}

reliable("reliability() finds no error where confidence is what it says", () => {
  const { logits, labels } = together(
    answers(0.8, 10, 8),
    answers(0.6, 5, 3),
    answers(0.95, 20, 19),
  );
  assertNear(reliability(logits, labels).ece, 0);
});

reliable("reliability() of answers that are all wrong is their confidence", () => {
  const { logits, labels } = answers(0.9, 7, 0);
  assertNear(reliability(logits, labels).ece, 0.9);
});

reliable("reliability() weighs the bins by their counts", () => {
  // |.5 − .9| for 10 images, |1 − .7| for 30: (10 · .4 + 30 · .3) / 40.
  const { logits, labels } = together(answers(0.9, 10, 5), answers(0.7, 30, 30));
  assertNear(reliability(logits, labels).ece, 0.325);
});

reliable("reliability() puts each answer into one of fifteen equal bins", () => {
  const { logits, labels } = together(answers(0.9, 10, 5), answers(0.7, 30, 30));
  const { bins } = reliability(logits, labels);
  assert.is(bins.length, 15);
  assert.equal(bins[0], { lower: 0, upper: 1 / 15, count: 0, confidence: null, accuracy: null });
  const filled = bins.filter(({ count }) => count > 0);
  assert.equal(
    filled.map(({ lower, count, accuracy }) => [lower, count, accuracy]),
    [
      [10 / 15, 30, 1],
      [13 / 15, 10, 0.5],
    ],
  );
  assertNear(filled[0]!.confidence!, 0.7);
});

reliable("reliability() gives a bin its upper edge, not its lower one", () => {
  const { logits, labels } = answers(0.5, 1, 1);
  const two = reliability(logits, labels, { bins: 2 }).bins.map(({ count }) => count);
  assert.equal(two, [1, 0]);
});

reliable("reliability() puts certainty into the last bin", () => {
  const { bins } = reliability(Float32Array.of(500, 0), Int32Array.of(0));
  assert.is(bins[14]!.count, 1);
});

reliable("fitTemperature() finds the temperature that can be worked out", () => {
  // Logits differ by 4; 3 of 4 are right, and targets are ⅚ and ⅙: 1 / (1 + exp(−4/T)) = ⅔, so T = 4 / ln 2.
  const logits = Float32Array.from({ length: 8 }, (_, index) => (index % 2 ? 0 : 4));
  assertNear(fitTemperature(logits, Int32Array.of(0, 0, 0, 1)), 4 / Math.log(2));
});

reliable("fitTemperature() leaves calibrated answers as they are", () => {
  const { logits, labels } = together(answers(0.8, 1e5, 8e4), answers(0.6, 5e4, 3e4));
  assertNear(fitTemperature(logits, labels), 1, 1e-4);
});

reliable("fitTemperature() does not care for the logits' offset", () => {
  const logits = Float32Array.from({ length: 8 }, (_, index) => (index % 2 ? 1000 : 1004));
  assertNear(fitTemperature(logits, Int32Array.of(0, 0, 0, 1)), 4 / Math.log(2));
});

reliable("fitTemperature() asks few images, all of them right, for no certainty", () => {
  // Targets of 99 images are 1 − 1/101 and 1/101.
  const { logits, labels } = answers(0.9, 99, 99);
  assertNear(fitTemperature(logits, labels), Math.log(9) / Math.log(100), 1e-4);
});

reliable("fitTemperature() stays within its bounds when no temperature is best", () => {
  const never = answers(0.9, 4, 0);
  assertNear(fitTemperature(never.logits, never.labels), 20, 1e-3);
});

reliable.run();
