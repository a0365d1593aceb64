/**
 * Fine-tuning on a folder of photographs: our trainer from the shipped network, the same from scratch, and Keras from the
 * same weights with biases and with batch normalization, one after the other on the same fold.
 *
 *   node --conditions=@inception-edge/source bench/fine-tuning.bench.ts FOLDER [PYTHON] [FOLD, 0 to 4] [EPOCHS]
 *
 * FOLDER has a folder of images for each class. A fifth of each class becomes val; nothing is chosen by it. Ours holds a
 * tenth of the rest out, so it trains on less than Keras does. PYTHON needs what
 * bench/peers/fine_tune_keras.py lists.
 *
 * Required: at least 12 points above scratch; 1.3 times Keras's images per second, and at most a point below its accuracy.
 */
import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { openDataset, seededRandom, shuffled } from "../packages/dataset/src/mod.ts";
import type { EvaluationDocument } from "../packages/trainer/src/evaluate/evaluation.ts";
import { readTrainingLog } from "../packages/trainer/src/watchers/csv-log.ts";
import { otherLoad } from "./other-load.ts";

const FOLDS = 5;
const OVER_SCRATCH = 0.12;
const OVER_KERAS = 1.3;
/** What Keras trains beside the kernels: see the script. */
const peerKinds = ["biases", "batch-norm"] as const;
type PeerKind = (typeof peerKinds)[number];

const [, , folder, python, fold = "0", epochs = "24"] = process.argv;
if (folder === undefined)
  throw new Error("Cannot measure: give a FOLDER with a folder for each class");
const root = resolve(import.meta.dirname, "..");
const scratch = await mkdtemp(join(tmpdir(), "inception-edge-bench-"));

interface Result {
  readonly name: string;
  readonly top1: number;
  readonly imagesPerSecond: number;
}

try {
  const split = await splitFolder(resolve(folder), join(scratch, basename(folder)), Number(fold));
  const load = otherLoad();
  const fineTuned = await ours("from the shipped network", ["--epochs", epochs]);
  const results = [
    fineTuned,
    await ours("from scratch", [
      "--from",
      "scratch",
      "--recipe",
      "modern-15",
      "--batch",
      "64",
      "--epochs",
      epochs,
    ]),
  ];
  const peers = python === undefined ? [] : peerKinds.map((kind) => peer(python, kind));
  results.push(...peers);
  for (const { name, top1, imagesPerSecond } of results) {
    console.log(
      `${name.padEnd(26)} top-1 ${(100 * top1).toFixed(2)} %  ${imagesPerSecond.toFixed(0)} images/s`,
    );
  }
  console.log(`Others took ${(100 * load()).toFixed(0)} % of the machine`);
  const isMet =
    fineTuned.top1 >= results[1]!.top1 + OVER_SCRATCH &&
    peers.every(
      ({ imagesPerSecond, top1 }) =>
        fineTuned.imagesPerSecond >= OVER_KERAS * imagesPerSecond && fineTuned.top1 >= top1 - 0.01,
    );
  process.exitCode = isMet ? 0 : 1;

  async function ours(name: string, flags: readonly string[]): Promise<Result> {
    const out = join(scratch, name.replaceAll(" ", "-"));
    run(process.execPath, [
      "--conditions=@inception-edge/source",
      join(root, "packages/trainer/src/main.ts"),
      "--dataset",
      split,
      "--out",
      out,
      ...flags,
    ]);
    const evaluation = JSON.parse(
      await readFile(join(out, "evaluation.json"), "utf8"),
    ) as EvaluationDocument;
    const log = await readTrainingLog(out);
    // Of the whole run, whose first epochs are on smaller images.
    const imagesPerSecond = log.length / sumOf(log.map((row) => 1 / row.imagesPerSecond));
    return { name, top1: evaluation.val.top1, imagesPerSecond };
  }

  function peer(command: string, kind: PeerKind): Result {
    const model = join(root, "packages/serve/bundle/model.tflite");
    const script = join(root, "bench/peers/fine_tune_keras.py");
    const line = run(command, [script, model, split, epochs, kind]).trim().split("\n").at(-1)!;
    return { name: `Keras, ${kind}`, ...(JSON.parse(line) as Omit<Result, "name">) };
  }
} finally {
  await rm(scratch, { recursive: true, force: true });
}

/** Links to the images as train/CLASS and val/CLASS, the fold's fifth of each class in val. */
async function splitFolder(from: string, to: string, index: number): Promise<string> {
  const { classes, train, val } = await openDataset(from);
  const byClass = Map.groupBy(
    [...train, ...val].toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    (image) => image.classIndex,
  );
  for (const [classIndex, images] of byClass) {
    const { id } = classes[classIndex]!;
    for (const part of ["train", "val"]) await mkdir(join(to, part, id), { recursive: true });
    const order = shuffled(images.length, seededRandom(1, classIndex));
    for (const [position, image] of [...order].entries()) {
      const { path } = images[image]!;
      const part = position % FOLDS === index ? "val" : "train";
      await symlink(join(from, path), join(to, part, id, path.replaceAll("/", "_")));
    }
  }
  return to;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function run(command: string, args: readonly string[]): string {
  const { status, stdout } = spawnSync(command, args, {
    cwd: scratch,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    maxBuffer: 2 ** 26,
  });
  if (status !== 0)
    throw new Error(`Cannot measure: ${command} ended with ${status}:\n${stdout.slice(-2000)}`);
  return stdout;
}
