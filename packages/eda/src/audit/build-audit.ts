/** Builds the audit from a run's predictions. Pure. */
import type { Predictions } from "@inception-edge/dataset";
import { AUDIT_VERSION, type Audit, type Confusion, type Doubt, type Outlier } from "./audit.ts";
import { givenLabels, labelProbabilities, outlierDistances } from "./label-probabilities.ts";
import { confidentJoint } from "./scores/confident-joint.ts";
import { likeliestOthers, selfConfidence, type GivenLabels } from "./scores/label-quality.ts";

/** The share of the images that are listed as outliers, and how many of a small dataset. */
const OUTLIER_SHARE = 0.01;
const FEWEST_OUTLIERS = 20;

/** @param now the time to write into the audit */
export function buildAudit(predictions: Predictions, now: Date): Audit {
  const { how, dataset, classes, images } = predictions;
  const judged = labelProbabilities(predictions);
  const joint = confidentJoint(judged);
  const doubts = doubtsOf(predictions, judged, joint.counted);
  const described = classes.map(({ id, label }, index) => {
    return {
      id,
      label,
      images: images.filter((image) => image.label === index).length,
      doubts: doubts.filter(({ label: own, isConfident }) => own === index && isConfident).length,
      wrongShare: 1 - joint.shares[index * classes.length + index]!,
    };
  });
  const wrong = described.reduce((sum, each) => sum + each.wrongShare * each.images, 0);
  const { agreement, confusions } = confusionsOf(givenLabels(predictions));
  return {
    schemaVersion: AUDIT_VERSION,
    created: now.toISOString(),
    dataset,
    how,
    images: images.length,
    agreement,
    wrongShare: wrong / images.length,
    classes: described,
    doubts,
    outliers: outliersOf(predictions),
    confusions,
  };
}

function doubtsOf({ images }: Predictions, judged: GivenLabels, counted: Int32Array): Doubt[] {
  const { probabilities, classes } = judged;
  const scores = selfConfidence(judged);
  const others = likeliestOthers(judged);
  return images
    .map(({ path, label }, image): Doubt => {
      const isConfident = counted[image]! >= 0 && counted[image] !== label;
      const suggested = isConfident ? counted[image]! : others[image]!;
      const suggestedScore = probabilities[image * classes + suggested]!;
      return { path, label, suggested, score: scores[image]!, suggestedScore, isConfident };
    })
    .filter(({ score, suggestedScore, isConfident }) => isConfident || suggestedScore > score)
    .toSorted((a, b) => a.score - b.score);
}

function outliersOf(predictions: Predictions): Outlier[] {
  const distances = outlierDistances(predictions);
  if (!distances) return [];
  const { images } = predictions;
  const count = Math.max(FEWEST_OUTLIERS, Math.round(images.length * OUTLIER_SHARE));
  return images
    .map(({ path, label }, image) => ({ path, label, distance: distances[image]! }))
    .toSorted((a, b) => b.distance - a.distance)
    .slice(0, count);
}

function confusionsOf({ probabilities, labels, classes }: GivenLabels): {
  readonly agreement: number;
  readonly confusions: Confusion[];
} {
  const counts = new Int32Array(classes * classes);
  for (const [image, label] of labels.entries()) {
    const row = probabilities.subarray(image * classes, (image + 1) * classes);
    counts[label * classes + row.indexOf(Math.max(...row))]! += 1;
  }
  let agreeing = 0;
  const confusions: Confusion[] = [];
  for (let label = 0; label < classes; label += 1) {
    const row = counts.subarray(label * classes, (label + 1) * classes);
    const total = row.reduce((sum, count) => sum + count, 0);
    agreeing += row[label]!;
    for (const [predicted, images] of row.entries()) {
      if (images === 0 || predicted === label) continue;
      confusions.push({ label, predicted, images, share: images / total });
    }
  }
  return {
    agreement: agreeing / labels.length,
    confusions: confusions.toSorted((a, b) => b.images - a.images || b.share - a.share),
  };
}
