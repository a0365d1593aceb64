/** Predictions of a made-up model: a blob of features for each class, some labels made wrong. */
import { seededRandom, type Predictions } from "@inception-edge/dataset";

/** Predictions whose wrong labels are known. */
export interface Blobs {
  readonly predictions: Predictions;
  /** `[images]`, 1 where the label is wrong. */
  readonly isWrong: Uint8Array;
}

const FEATURES = 8;
const FOLDS = 5;

/**
 * Every 20th label is wrong. The probabilities are those of a model that knows the centers, but is too sure of itself.
 *
 * @param spread of each blob, where centers are about 4 apart
 */
export function blobs({
  classes = 4,
  images = 400,
  spread = 1,
}: {
  readonly classes?: number;
  readonly images?: number;
  readonly spread?: number;
} = {}): Blobs {
  const random = seededRandom(5, 0);
  const normal = (): number => Array.from({ length: 12 }, random).reduce((a, b) => a + b) - 6;
  const centers = Array.from({ length: classes }, () =>
    Array.from({ length: FEATURES }, () => 3 + normal()),
  );
  const isWrong = Uint8Array.from({ length: images }, (_, image) => (image % 20 === 7 ? 1 : 0));
  const features = new Float32Array(images * FEATURES);
  const probabilities = new Float32Array(images * classes);
  const listed = Array.from(isWrong, (wrong, image) => {
    const truth = image % classes;
    const own = centers[truth]!.map((value) => Math.max(0, value + (spread * normal()) / 2));
    features.set(own, image * FEATURES);
    const logits = centers.map((center) => {
      const squared = own.reduce((sum, value, at) => sum + (value - center[at]!) ** 2, 0);
      return -squared / 2;
    });
    const highest = Math.max(...logits);
    const weights = logits.map((logit) => Math.exp(logit - highest));
    const sum = weights.reduce((a, b) => a + b);
    probabilities.set(
      weights.map((weight) => weight / sum),
      image * classes,
    );
    const label = wrong ? (truth + 1 + (image % (classes - 1))) % classes : truth;
    return { path: `class_${label}/${image}.jpg`, label, fold: image % FOLDS };
  });
  const predictions: Predictions = {
    how: "5-fold",
    dataset: { name: "blobs", root: "/blobs", fingerprint: "b".repeat(64) },
    classes: centers.map((_, index) => ({ id: `class_${index}`, label: `class ${index}` })),
    images: listed,
    probabilities,
    features,
    featuresOf: "one model",
  };
  return { predictions, isWrong };
}

/** The share of the wrong labels that are among as many of the lowest scores. */
export function foundAmongLowest(scores: Float64Array, isWrong: Uint8Array): number {
  const wrong = isWrong.reduce((sum, one) => sum + one, 0);
  const lowest = [...isWrong.keys()].toSorted((a, b) => scores[a]! - scores[b]!).slice(0, wrong);
  return lowest.filter((image) => isWrong[image] === 1).length / wrong;
}
