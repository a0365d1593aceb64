/**
 * The probabilities by which labels are judged: what the run said of each image and, where it kept the features, what
 * the images around it say, made one distribution.
 */
import type { Predictions } from "@inception-edge/dataset";
import { combine } from "./fit/combine.ts";
import { kernelScores } from "./kernel/kernel-scores.ts";
import { neighborDistances } from "./kernel/neighbor-distances.ts";
import type { GivenLabels } from "./scores/label-quality.ts";

/** A probability that float32 rounds to 0 still has a logarithm. */
const LEAST = 1e-6;

/** Of a run's predictions, what its labels are judged by. */
export type JudgedPredictions = Omit<Predictions, "how" | "dataset">;

/** What the run itself said. */
export function givenLabels({ probabilities, images, classes }: JudgedPredictions): GivenLabels {
  const labels = Int32Array.from(images, ({ label }) => label);
  return { probabilities, labels, classes: classes.length };
}

/** What the run and the images around say. */
export function labelProbabilities(predictions: JudgedPredictions): GivenLabels {
  const given = givenLabels(predictions);
  const { labels, classes } = given;
  const logarithms = Float64Array.from(given.probabilities, (p) => Math.log(Math.max(p, LEAST)));
  const opinions = [logarithms];
  if (predictions.features) {
    const scores = new Float64Array(labels.length * classes);
    for (const { members, features } of comparable(predictions)) {
      const own = kernelScores(
        features,
        members.map((image) => labels[image]!),
        classes,
      );
      for (const [row, image] of members.entries()) {
        scores.set(own.subarray(row * classes, (row + 1) * classes), image * classes);
      }
    }
    opinions.push(scores);
  }
  return { ...given, probabilities: combine({ opinions, labels, classes }) };
}

/** Distances `[images]`; undefined without features. */
export function outlierDistances(predictions: JudgedPredictions): Float64Array | undefined {
  if (!predictions.features) return undefined;
  const distances = new Float64Array(predictions.images.length);
  for (const { members, features } of comparable(predictions)) {
    const own = neighborDistances(features, members.length);
    for (const [row, image] of members.entries()) distances[image] = own[row]!;
  }
  return distances;
}

/** Images whose features are of the same model. */
interface Comparable {
  /** Indices of images. */
  readonly members: Int32Array;
  /** `[members, length]` */
  readonly features: Float32Array;
}

function* comparable({ images, features, featuresOf }: JudgedPredictions): Generator<Comparable> {
  if (featuresOf === "one model") {
    yield { members: Int32Array.from(images.keys()), features: features! };
    return;
  }
  const length = features!.length / images.length;
  for (const list of Map.groupBy(images.keys(), (image) => images[image]!.fold).values()) {
    const members = Int32Array.from(list);
    const own = new Float32Array(members.length * length);
    for (const [row, image] of members.entries()) {
      own.set(features!.subarray(image * length, (image + 1) * length), row * length);
    }
    yield { members, features: own };
  }
}
