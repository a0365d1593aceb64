/**
 * How far an image lies from all others: the average distance to its nearest neighbors in feature space, by the cosine
 * (Kuan & Mueller 2022, "Back to the Basics: Revisiting Out-of-Distribution Detection Baselines").
 */
import { seededRandom, shuffled } from "@inception-edge/dataset";
import { directions } from "./directions.ts";

const NEIGHBORS = 10;
/** Multiplications: some ten seconds. Of a larger dataset, each image is compared with a sample. */
const BUDGET = 1.2e10;
const FEWEST_COMPARED = 1000;

/**
 * `[images]`, each in [0, 2].
 *
 * @param features `[images, length]`, of one model
 */
export function neighborDistances(features: Float32Array, images: number): Float64Array {
  const length = features.length / images;
  const units = directions(features, images);
  const affordable = Math.max(FEWEST_COMPARED, Math.floor(BUDGET / (images * length)));
  const compared = shuffled(images, seededRandom(1, 0)).subarray(0, affordable);
  const nearest = new Float64Array(Math.min(NEIGHBORS, compared.length - 1));
  const distances = new Float64Array(images);
  for (let image = 0; image < images; image += 1) {
    nearest.fill(Infinity);
    for (const other of compared) {
      if (other === image) continue;
      let cosine = 0;
      for (let at = 0; at < length; at += 1) {
        cosine += units[image * length + at]! * units[other * length + at]!;
      }
      insert(nearest, 1 - cosine);
    }
    const found = nearest.filter(Number.isFinite);
    distances[image] = found.reduce((sum, distance) => sum + distance, 0) / (found.length || 1);
  }
  return distances;
}

/** Keeps the lowest values, ascending. */
function insert(lowest: Float64Array, value: number): void {
  let at = lowest.length - 1;
  if (at < 0 || value >= lowest[at]!) return;
  for (; at > 0 && lowest[at - 1]! > value; at -= 1) lowest[at] = lowest[at - 1]!;
  lowest[at] = value;
}
