/**
 * Does the audit find wrong labels? Makes 5 % of a dataset's labels wrong, each other class as likely, predicts every
 * image by a linear classifier on the shipped model's last feature map that was fitted without it (5-fold), and asks how
 * well each ranking brings the wrong labels to the front: average precision, 1 if all come first.
 *
 *   node --conditions=@inception-edge/source bench/label-audit.bench.ts DIR [SEEDS] [CLASSES]
 *
 * DIR is a dataset in any layout; of Tiny ImageNet only official val is audited, since the shipped model was trained on
 * the rest. SEEDS plantings are averaged, 2 when not given; CLASSES of the classes are taken, evenly spaced, all when not
 * given. What the dataset itself has of wrong labels counts against every ranking. Features are kept in the system's
 * temporary folder. Wanted: 0.8 by the audit with the features that serve it best.
 */
import process from "node:process";
import { surveyDataset } from "../packages/dataset/src/mod.ts";
import {
  labelProbabilities,
  type JudgedPredictions,
} from "../packages/eda/src/audit/label-probabilities.ts";
import { confidentJoint } from "../packages/eda/src/audit/scores/confident-joint.ts";
import {
  confidenceWeightedEntropy,
  normalizedMargin,
  selfConfidence,
  type GivenLabels,
} from "../packages/eda/src/audit/scores/label-quality.ts";
import { foldsOf, neighborAgreement, probeProbabilities } from "./label-audit/linear-probe.ts";
import { averagePrecision, plantWrongLabels } from "./label-audit/planted-labels.ts";
import { shippedFeatures } from "./label-audit/shipped-features.ts";

const SHARE = 0.05;
const WANTED = 0.8;
const MAPS = {
  "the last map": "inception_5b/concat",
  "an early map": "inception_4a/concat",
} as const;
const RANKINGS = { selfConfidence, normalizedMargin, confidenceWeightedEntropy } as const;

const [path = "", seeds = "2", wantedClasses] = process.argv.slice(2);
const { dataset } = await surveyDataset(path);
const available = dataset.classes.length;
const count = Math.min(available, Number(wantedClasses ?? available));
const chosen = Array.from({ length: count }, (_, at) => Math.floor((at * available) / count));
const candidates =
  dataset.layout === "tiny-imagenet" ? dataset.val : [...dataset.train, ...dataset.val];
const images = candidates.filter(({ classIndex }) => chosen.includes(classIndex));
const truth = Int32Array.from(images, ({ classIndex }) => chosen.indexOf(classIndex));
const [last, early] = await shippedFeatures(dataset.root, images, Object.values(MAPS));
const classes = chosen.map((index) => dataset.classes[index]!);
console.log(`${dataset.name}: ${images.length} images of ${count} classes, ${seeds} plantings`);

const sums = new Map<string, number[]>();

/** Adds the figures of one planting to a row. */
function note(row: string, figures: readonly number[]): void {
  const former = sums.get(row) ?? figures.map(() => 0);
  sums.set(
    row,
    former.map((sum, at) => sum + figures[at]! / Number(seeds)),
  );
}

for (let seed = 1; seed <= Number(seeds); seed += 1) {
  const { labels, isWrong } = plantWrongLabels(truth, { classes: count, share: SHARE, seed });
  const folds = foldsOf(labels, seed);
  const probabilities = probeProbabilities(last!, labels, { classes: count, folds });
  const predictions: JudgedPredictions = {
    classes,
    images: images.map((image, at) => ({ path: image.path, label: labels[at]!, fold: folds[at]! })),
    probabilities,
    featuresOf: "one model",
  };
  const judge = (row: string, given: GivenLabels): void => {
    const rankings = Object.values(RANKINGS).map((scoresOf) => scoresOf(given));
    note(row, [accuracy(given), ...rankings.map((scores) => averagePrecision(scores, isWrong))]);
  };
  judge("the probe alone", { probabilities, labels, classes: count });
  judge("audit without features", labelProbabilities(predictions));
  judge("audit, the last map", labelProbabilities({ ...predictions, features: last! }));
  const best = labelProbabilities({ ...predictions, features: early! });
  judge("audit, an early map", best);
  for (const [name, features] of [
    ["last", last!],
    ["early", early!],
  ] as const) {
    const scores = neighborAgreement(features, labels);
    note(`10 neighbors, ${name} map`, [NaN, averagePrecision(scores, isWrong), NaN, NaN]);
  }
  const { counted } = confidentJoint(best);
  const doubted = [...counted.keys()].filter(
    (at) => counted[at]! >= 0 && counted[at] !== labels[at],
  );
  const hits = doubted.filter((at) => isWrong[at] === 1).length;
  const planted = isWrong.reduce((sum, one) => sum + one, 0);
  console.log(
    `planting ${seed}: ${doubted.length} doubted by the audit with an early map, among them ${hits} of the ${planted} planted`,
  );
}

const header = ["", "accuracy", "self-confidence", "margin", "weighted entropy"];
for (const cells of [header, ...[...sums].map(([row, figures]) => [row, ...figures.map(shown)])]) {
  console.log(cells.map((cell, at) => (at === 0 ? cell.padEnd(26) : cell.padStart(17))).join(""));
}
process.exitCode = sums.get("audit, an early map")![1]! >= WANTED ? 0 : 1;

function shown(figure: number): string {
  return Number.isNaN(figure) ? "" : figure.toFixed(3);
}

/** Against the labels before the planting. */
function accuracy({ probabilities }: GivenLabels): number {
  const right = truth.filter((label, image) => {
    const row = probabilities.subarray(image * count, (image + 1) * count);
    return row.indexOf(Math.max(...row)) === label;
  });
  return right.length / truth.length;
}
