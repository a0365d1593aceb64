/**
 * Several opinions on each image made one distribution that means what it says: how often images like this one have
 * that label. Only then does the probability of the given label rank the labels well.
 */
import { seededRandom, shuffled } from "@inception-edge/dataset";
import { fitLogistic, predictLogistic } from "./logistic.ts";
import { minimize, type Slope } from "./minimize.ts";
import { softmax } from "./softmax.ts";

/** Opinions and the labels that were given. */
export interface Opinions {
  /** Each `[images, classes]`: logarithms of probabilities, or scores. */
  readonly opinions: readonly Float64Array[];
  /** `[images]`, class indices. */
  readonly labels: Int32Array;
  readonly classes: number;
}

const FOLDS = 5;
/** Images for each weight that is fitted: with fewer, a weight for every pair of classes would learn single labels. */
const IMAGES_PER_WEIGHT = 10;
const PENALTY = 1e-3;
const ITERATIONS = 60;

/** Probabilities `[images, classes]`, each fitted without the image's own label, or by hardly any weights. */
export function combine(given: Opinions): Float32Array {
  const { opinions, labels, classes } = given;
  const weights = classes * (opinions.length * classes + 1);
  return labels.length < IMAGES_PER_WEIGHT * weights ? byScale(given) : byMatrix(given);
}

/** A weight for each pair of classes, so that what is said of one tells something of another. */
function byMatrix({ opinions, labels, classes }: Opinions): Float32Array {
  const images = labels.length;
  const length = opinions.length * classes;
  const values = new Float64Array(images * length);
  for (const [index, opinion] of opinions.entries()) {
    for (let image = 0; image < images; image += 1) {
      const row = opinion.subarray(image * classes, (image + 1) * classes);
      values.set(row, image * length + index * classes);
    }
  }
  const probabilities = new Float32Array(images * classes);
  const order = shuffled(images, seededRandom(1, 0));
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const others = order.filter((_, at) => at % FOLDS !== fold);
    const rest = new Float64Array(others.length * length);
    for (const [row, image] of others.entries()) {
      rest.set(values.subarray(image * length, (image + 1) * length), row * length);
    }
    const rows = { values: rest, labels: others.map((image) => labels[image]!), length, classes };
    const weights = fitLogistic(rows, PENALTY);
    for (const image of order.filter((_, at) => at % FOLDS === fold)) {
      const row = predictLogistic(weights, { values, length, classes }, image);
      probabilities.set(row, image * classes);
    }
  }
  return probabilities;
}

/** A weight for each opinion and a bias for each class. */
function byScale(given: Opinions): Float32Array {
  const { opinions, labels, classes } = given;
  const start = new Float64Array(opinions.length + classes).fill(1, 0, opinions.length);
  const point = minimize((at) => slopeAt(at, given), { start, iterations: ITERATIONS });
  const probabilities = new Float32Array(labels.length * classes);
  for (let image = 0; image < labels.length; image += 1) {
    probabilities.set(scaled(point, given, image), image * classes);
  }
  return probabilities;
}

function slopeAt(point: Float64Array, given: Opinions): Slope {
  const { opinions, labels, classes } = given;
  const gradient = point.map((value) => PENALTY * value);
  let loss = 0;
  for (const value of point) loss += (PENALTY / 2) * value * value;
  const share = 1 / labels.length;
  for (const [image, label] of labels.entries()) {
    const errors = scaled(point, given, image);
    loss -= share * Math.log(Math.max(errors[label]!, Number.MIN_VALUE));
    errors[label]! -= 1;
    for (let k = 0; k < classes; k += 1) {
      gradient[opinions.length + k]! += share * errors[k]!;
      for (const [at, opinion] of opinions.entries()) {
        gradient[at]! += share * errors[k]! * opinion[image * classes + k]!;
      }
    }
  }
  return { loss, gradient };
}

function scaled(point: Float64Array, { opinions, classes }: Opinions, image: number): Float64Array {
  const logits = point.slice(opinions.length);
  for (const [at, opinion] of opinions.entries()) {
    for (let k = 0; k < classes; k += 1) logits[k]! += point[at]! * opinion[image * classes + k]!;
  }
  return softmax(logits);
}
