/**
 * What the images that look alike say of an image's label: kernel ridge regression of the labels on the features, for
 * each image without itself. A ridge regression gives the prediction without an image in closed form (Rasmussen &
 * Williams 2006, section 5.4.2), so nothing is fitted twice.
 *
 * The kernel is Gaussian, and of limited rank (Nyström's method), so that time does not grow with the cube of the images.
 */
import { seededRandom, shuffled } from "@inception-edge/dataset";
import { factorize, solveLower } from "./cholesky.ts";
import { directions } from "./directions.ts";

const MOST_LANDMARKS = 1500;
/** Multiplications, in each of three steps: some ten seconds. */
const BUDGET = 1.2e10;
/** Width of the kernel: at the median distance it is exp(-1.5). */
const SHARPNESS = 1.5;
const RIDGE = 0.2;
/** Added to the landmarks' own kernel, some of which are equal images. */
const JITTER = 1e-6;
/** No prediction counts its own image fully, however alone that image is. */
const MOST_LEVERAGE = 1 - 1e-6;

/**
 * `[images, classes]`: near 1 where the images around say that it is this class, near 0 where not; not a distribution.
 *
 * @param features `[images, length]`, of one model
 * @param labels `[images]`, class indices
 */
export function kernelScores(
  features: Float32Array,
  labels: Int32Array,
  classes: number,
): Float64Array {
  const images = labels.length;
  const rank = Math.min(images, MOST_LANDMARKS, Math.floor(Math.sqrt(BUDGET / images)));
  const rows = nystromRows(directions(features, images), { images, rank });
  const gram = ridgeGram(rows, rank);
  factorize(gram, rank);
  solveLower(gram, rows, rank); // Now rows × rowsᵀ is the smoother that gives predictions from labels.
  return leftOneOut(rows, { labels, classes, rank });
}

/** Rows whose dot products are the kernel, `[images, rank]`. */
function nystromRows(
  units: Float32Array,
  { images, rank }: { readonly images: number; readonly rank: number },
): Float64Array {
  const length = units.length / images;
  const unit = (image: number): Float32Array =>
    units.subarray(image * length, (image + 1) * length);
  const landmarks = [...shuffled(images, seededRandom(1, 0)).subarray(0, rank)];
  const rows = new Float64Array(images * rank);
  for (let image = 0; image < images; image += 1) {
    const own = unit(image);
    for (const [at, other] of landmarks.entries()) {
      rows[image * rank + at] = squaredDistance(own, unit(other));
    }
  }
  const middle = median(rows) || 1;
  for (let at = 0; at < rows.length; at += 1)
    rows[at] = Math.exp((-SHARPNESS * rows[at]!) / middle);
  const own = new Float64Array(rank * rank);
  for (const [at, image] of landmarks.entries()) {
    own.set(rows.subarray(image * rank, (image + 1) * rank), at * rank);
    own[at * rank + at]! += JITTER;
  }
  factorize(own, rank);
  solveLower(own, rows, rank);
  return rows;
}

/** Of two rows of length 1. */
function squaredDistance(a: Float32Array, b: Float32Array): number {
  let cosine = 0;
  for (let at = 0; at < a.length; at += 1) cosine += a[at]! * b[at]!;
  return Math.max(0, 2 - 2 * cosine);
}

/** Of at most ten thousand of the values. */
function median(values: Float64Array): number {
  const step = Math.ceil(values.length / 10_000);
  const some = values.filter((_, at) => at % step === 0).toSorted();
  return some[Math.floor(some.length / 2)]!;
}

/** rowsᵀ × rows plus the ridge: its lower half, `[rank, rank]`. */
function ridgeGram(rows: Float64Array, rank: number): Float64Array {
  const images = rows.length / rank;
  const columns = new Float64Array(rows.length); // [rank, images]: a column is read in one go
  for (let image = 0; image < images; image += 1) {
    for (let at = 0; at < rank; at += 1) columns[at * images + image] = rows[image * rank + at]!;
  }
  const gram = new Float64Array(rank * rank);
  for (let a = 0; a < rank; a += 1) {
    const own = columns.subarray(a * images, (a + 1) * images);
    for (let b = 0; b <= a; b += 1) {
      let sum = a === b ? RIDGE : 0;
      for (let image = 0; image < images; image += 1)
        sum += own[image]! * columns[b * images + image]!;
      gram[a * rank + b] = sum;
    }
  }
  return gram;
}

function leftOneOut(
  rows: Float64Array,
  {
    labels,
    classes,
    rank,
  }: { readonly labels: Int32Array; readonly classes: number; readonly rank: number },
): Float64Array {
  const shares = new Float64Array(classes);
  for (const label of labels) shares[label]! += 1 / labels.length;
  const target = (image: number, k: number): number => (labels[image] === k ? 1 : 0) - shares[k]!;
  const sums = new Float64Array(rank * classes); // rowsᵀ × targets
  for (let image = 0; image < labels.length; image += 1) {
    for (let at = 0; at < rank; at += 1) {
      const value = rows[image * rank + at]!;
      for (let k = 0; k < classes; k += 1) sums[at * classes + k]! += value * target(image, k);
    }
  }
  const scores = new Float64Array(labels.length * classes);
  for (let image = 0; image < labels.length; image += 1) {
    const own = scores.subarray(image * classes, (image + 1) * classes);
    let leverage = 0;
    for (let at = 0; at < rank; at += 1) {
      const value = rows[image * rank + at]!;
      leverage += value * value;
      for (let k = 0; k < classes; k += 1) own[k]! += value * sums[at * classes + k]!;
    }
    leverage = Math.min(leverage, MOST_LEVERAGE);
    for (let k = 0; k < classes; k += 1) {
      own[k] = shares[k]! + (own[k]! - leverage * target(image, k)) / (1 - leverage);
    }
  }
  return scores;
}
