/**
 * Does a network tell images of classes that it was never shown? Fine-tunes the shipped one on a folder without some of its
 * classes, as a user would, then asks the bundle for those: AUROC against val, what is marked, and how large answer sets are.
 *
 *   node --conditions=@inception-edge/source bench/unseen-classes.bench.ts DIR OUT CLASS,CLASS [EPOCHS]
 *
 * DIR has a folder for each class. OUT gets links to those that are trained on, to those left out, and the run, which a
 * second call uses again. EPOCHS is what the recipe decides when not given. The shipped network may know things like those left out: Tiny ImageNet has bottles.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readdir, symlink } from "node:fs/promises";
import { join, resolve } from "node:path";
import process from "node:process";
import {
  answerSet,
  auroc,
  bundleFile,
  coverageIndex,
  decodeGaussian,
  measuresOf,
  oodScore,
} from "../packages/bundle/src/mod.ts";
import { answersTo, openBundle, packedAs, type Answered } from "./doubt/bundle-answers.ts";
import { plainScores } from "./doubt/plain-scores.ts";

const ROLE = "tflite-int8";
const COVERAGE = 0.95;

const [dataset, out, list, epochs] = process.argv.slice(2);
if (dataset === undefined || out === undefined || list === undefined) {
  throw new Error("Cannot measure: DIR, OUT and CLASS,CLASS are wanted");
}
const [seen, unseen, run] = ["seen", "unseen", "run"].map((name) => resolve(out, name)) as [
  string,
  string,
  string,
];
await linkClasses();
if (!existsSync(join(run, "bundle/manifest.json"))) train();

const opened = await openBundle(join(run, "bundle"), seen, ["pool3"]);
const { manifest } = opened.bundle;
const { channels, featureMap, scales } = manifest.outOfDistribution!;
const scale = scales[ROLE]!;
const gaussian = decodeGaussian(bundleFile(opened.bundle, "ood-gaussian"), channels);
const sets = manifest.answerSets!;
const least = sets.leastScores[ROLE]![coverageIndex(sets, COVERAGE)]!;
const val = await answersTo(opened, opened.packed, { indices: opened.splits.val, most: Infinity });
const strangers = await packedAs(opened.bundle, unseen);
const kinds = new Map<string, Answered>();
for (const [index, { label }] of strangers.classes.entries()) {
  const indices = Int32Array.from(strangers.labels.keys()).filter(
    (image) => strangers.labels[image] === index,
  );
  kinds.set(label, await answersTo(opened, strangers, { indices, most: Infinity }));
}
await opened.model.dispose();

const { values: figures } = manifest.metrics.find(({ split }) => split === sets.checked.split)!;
console.log(
  `trained on ${manifest.classes.map(({ label }) => label).join(", ")}: top-1 ${figures["top1"]!.toFixed(3)}; ${sets.images} held-out images, ${val.labels.length} of val`,
);
for (const [name, score] of Object.entries({ ...plainScores, entropy, "the bundle's": ours })) {
  const areas = [...kinds].map(
    ([kind, answers]) => `${kind} ${auroc(score(val), score(answers)).toFixed(3)}`,
  );
  console.log(`AUROC of ${name.padEnd(18)} ${areas.join(" · ")}`);
}
for (const [kind, answers] of new Map<string, Answered>([["val", val], ...kinds])) {
  const isMarked = ours(answers).map((score) => score > scale.threshold);
  const best = answers.scores.map((scores) => Math.max(...scores));
  const size = answers.scores.map((scores, image) =>
    isMarked[image] ? 0 : answerSet(scores, least).length,
  );
  console.log(
    `${kind}: ${isMarked.length} images, ${percent(isMarked.map(Number))} marked, ${percent(size.map((one) => (one === 1 ? 1 : 0)))} with a set of one class, mean size ${mean(size).toFixed(2)}, mean highest score ${mean(best).toFixed(2)}`,
  );
}

/** By the bundle's own Gaussian and scale. */
function ours({ scores, pooled }: Answered): number[] {
  const rows = pooled.get(featureMap)!;
  return scores.map((row, image) => oodScore(measuresOf(rows[image]!, row, gaussian), scale));
}

function entropy({ scores, pooled }: Answered): number[] {
  const rows = pooled.get(featureMap)!;
  return scores.map((row, image) => measuresOf(rows[image]!, row, gaussian).entropy);
}

async function linkClasses(): Promise<void> {
  const leftOut = new Set(list!.split(","));
  const classes = await readdir(dataset!);
  const unknown = [...leftOut].filter((name) => !classes.includes(name));
  if (unknown.length > 0) {
    throw new Error(`Cannot leave out "${unknown.join()}": "${dataset}" has ${classes.join()}`);
  }
  for (const name of classes) {
    const folder = leftOut.has(name) ? unseen : seen;
    await mkdir(folder, { recursive: true });
    await symlink(resolve(dataset!, name), join(folder, name)).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code !== "EEXIST") throw error;
      },
    );
  }
}

function train(): void {
  const main = resolve("packages/trainer/src/main.ts");
  const flags = ["--dataset", seen, "--out", run, ...(epochs ? ["--epochs", epochs] : [])];
  const { status } = spawnSync(process.execPath, [...process.execArgv, main, ...flags], {
    stdio: "inherit",
  });
  if (status !== 0) throw new Error(`Cannot train: the trainer ended with ${status}`);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function percent(shares: readonly number[]): string {
  return `${(100 * mean(shares)).toFixed(0)} %`;
}
