/**
 * What is a promise worth that was fitted on few held-out images, as a run on somebody's own images has them? Of a bundle's
 * many, few are drawn again and again; answer sets and marks are fitted on them as an export does, and checked on others.
 *
 *   node --conditions=@inception-edge/source bench/few-held-out.bench.ts BUNDLE DIR [IMAGES]
 *
 * DIR is the dataset that the bundle's network was trained on; at most IMAGES held-out ones are used, 4000 when not given.
 * Wanted: on average of all draws what was promised, within half a point and what a whole number of images allows.
 */
import process from "node:process";
import { likelyCoverage } from "../packages/bundle/src/doubt/conformal-rank.ts";
import {
  bundleFile,
  decodeGaussian,
  fitAnswerSets,
  keptOf,
  type SetFigures,
} from "../packages/bundle/src/mod.ts";
import {
  judgeAnswers,
  type SplitAnswers,
} from "../packages/trainer/src/export/doubt/judge-answers.ts";
import { answersTo, openBundle } from "./doubt/bundle-answers.ts";

const PROMISED = 0.95;
const DRAWS = 200;
const FEW = [40, 60, 138, 500, 2000];
const CHECKED = 1000;
const WITHIN = 0.005;
const ROLE = "tflite-int8";

const [folder = "packages/serve/bundle", dataset = "", most = "4000"] = process.argv.slice(2);
const opened = await openBundle(folder, dataset, ["pool3"]);
const { manifest } = opened.bundle;
const { featureMap, channels } = manifest.outOfDistribution!;
const gaussian = decodeGaussian(bundleFile(opened.bundle, "ood-gaussian"), channels);
const classes = manifest.classes.length;
const { scores, pooled, labels } = await answersTo(opened, opened.packed, {
  indices: opened.splits.heldOut,
  most: Number(most),
});
await opened.model.dispose();
console.log(`${labels.length} held-out images`);

let isMet = true;
for (const images of FEW) {
  const draws = Array.from({ length: DRAWS }, (_, seed) => fitOn(images, seed));
  const held = draws.map(({ covered }) => covered).toSorted((a, b) => a - b);
  const [low, high] = likelyCoverage(images, PROMISED);
  isMet &&= mean(held) > PROMISED - WITHIN && mean(held) < PROMISED + WITHIN + 1 / images;
  console.log(
    `${String(images).padStart(4)} images: held ${percent(mean(held))}, in nine of ten draws ${percent(held[DRAWS * 0.05]!)} to ${percent(held[DRAWS * 0.95 - 1]!)}; told ${percent(low)} to ${percent(high)}; mean size ${mean(draws.map(({ meanSize }) => meanSize)).toFixed(1)}, marked ${percent(mean(draws.map(({ empty }) => empty)))}`,
  );
}
process.exitCode = isMet ? 0 : 1;

/** Fits on so many images and checks on others. */
function fitOn(images: number, seed: number): SetFigures {
  const order = shuffled(labels.length, seed);
  const [heldOut, val] = [order.slice(0, images), order.slice(-CHECKED)].map(answersOf) as [
    SplitAnswers,
    SplitAnswers,
  ];
  const ood = { kept: keptOf(images)!, gaussian };
  const judged = judgeAnswers({ heldOut, val }, classes, ood);
  const { checked } = fitAnswerSets(new Map([[ROLE, judged]]), { classes, split: "held-out" })!;
  return checked.figures[ROLE]!.find(({ coverage }) => coverage === PROMISED)!;
}

function answersOf(indices: readonly number[]): SplitAnswers {
  const rows = (values: readonly Float32Array[]): Float32Array =>
    Float32Array.from(indices.flatMap((index) => [...values[index]!]));
  return {
    scores: rows(scores),
    pooled: rows(pooled.get(featureMap)!),
    labels: Int32Array.from(indices, (index) => labels[index]!),
  };
}

/** 0 to `count` - 1 in an order that the seed decides. */
function shuffled(count: number, seed: number): number[] {
  const draw = (index: number): number => {
    const value = Math.sin(index * 12.9898 + seed * 78.233 + 1) * 43_758.5453;
    return value - Math.floor(value);
  };
  const keys = Float64Array.from({ length: count }, (_, index) => draw(index));
  return [...keys.keys()].toSorted((a, b) => keys[a]! - keys[b]!);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(1)} %`;
}
