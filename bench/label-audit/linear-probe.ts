/** Cross-validated probabilities of a linear classifier on features, and what the nearest images say. */
import { seededRandom, shuffled } from "../../packages/dataset/src/mod.ts";
import { fitLogistic, predictLogistic } from "../../packages/eda/src/audit/fit/logistic.ts";
import { directions } from "../../packages/eda/src/audit/kernel/directions.ts";

const FOLDS = 5;
const PENALTY = 0.1;
const NEIGHBORS = 10;

/** The fold of each image, `[images]`, alike in all classes. */
export function foldsOf(labels: Int32Array, seed: number): Int32Array {
  const folds = new Int32Array(labels.length);
  const counts = new Map<number, number>();
  for (const image of shuffled(labels.length, seededRandom(seed, 3))) {
    const count = counts.get(labels[image]!) ?? labels[image]!;
    folds[image] = count % FOLDS;
    counts.set(labels[image]!, count + 1);
  }
  return folds;
}

/** `[images, classes]`, each row by a classifier that was fitted to the other folds. */
export function probeProbabilities(
  features: Float32Array,
  labels: Int32Array,
  { classes, folds }: { readonly classes: number; readonly folds: Int32Array },
): Float32Array {
  const images = labels.length;
  const length = features.length / images;
  const scale = Math.sqrt(length); // each feature has a deviation of about 1
  const values = directions(features, images).map((value) => value * scale);
  const probabilities = new Float32Array(images * classes);
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const others = [...folds.keys()].filter((image) => folds[image] !== fold);
    const rest = new Float32Array(others.length * length);
    for (const [row, image] of others.entries()) {
      rest.set(values.subarray(image * length, (image + 1) * length), row * length);
    }
    const rows = { values: rest, labels: others.map((image) => labels[image]!), length, classes };
    const weights = fitLogistic(rows, PENALTY);
    for (const image of folds.keys()) {
      if (folds[image] !== fold) continue;
      const row = predictLogistic(weights, { values, length, classes }, image);
      probabilities.set(row, image * classes);
    }
  }
  return probabilities;
}

/** The share of the nearest images that have the same label, `[images]`, in [0, 1]. */
export function neighborAgreement(features: Float32Array, labels: Int32Array): Float64Array {
  const images = labels.length;
  const length = features.length / images;
  const units = directions(features, images);
  const cosines = new Float64Array(images);
  return Float64Array.from(labels, (label, image) => {
    for (let other = 0; other < images; other += 1) {
      let cosine = 0;
      for (let at = 0; at < length; at += 1) {
        cosine += units[image * length + at]! * units[other * length + at]!;
      }
      cosines[other] = other === image ? -Infinity : cosine;
    }
    const nearest = [...cosines.keys()].toSorted((a, b) => cosines[b]! - cosines[a]!);
    const own = nearest.slice(0, NEIGHBORS).filter((other) => labels[other] === label);
    return own.length / NEIGHBORS;
  });
}
