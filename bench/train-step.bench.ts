/**
 * The training step: our graph in float32 and in bfloat16 against `trainOnBatch` of tfjs-layers, on the
 * same addon and library, in turns in one run.
 *
 *   node --conditions=@inception-edge/source bench/train-step.bench.ts [BATCH, by default 64]
 *
 * The network is the full one with its three heads, 200 classes, on random images. "bias" is the classic
 * recipe's step (biases, dropout, Adam), "batch norm" modern-5's (Muon), and once with SGD in Muon's place, all
 * without augmentation. tfjs-layers trains the bias network with its own Adam. It has no loss weights, so its three
 * cross-entropies count the same, which is the same work; it is spared what our step also does: picking the
 * images from the pack, resizing them, and the three accuracies.
 *
 * Required, on the bias network: float32 at least 2.5 times as fast as tfjs-layers, and where the CPU
 * computes bfloat16 that at least 1.6 times as fast as float32.
 *
 * Measured 2026-11-23, batch 64, 2 threads of a Xeon with AMX, TensorFlow 2.21.0, others taking 20 %: float32
 * 2.56 times tfjs-layers, bfloat16 2.07 times float32 (1.85 with batch norm). The first is at the edge: with
 * others taking 40 % it was 2.10.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { seededRandom } from "../packages/dataset/src/mod.ts";
import { STORED_BYTES, STORED_SIZE } from "../packages/image/src/mod.ts";
import { toLayersModel } from "../packages/model/src/layers/mod.ts";
import { readCpu } from "../packages/tensorflow/src/device/cpu-features.ts";
import { choosePrecision, type Precision } from "../packages/tensorflow/src/device/precision.ts";
import { probeTensorFlow } from "../packages/tensorflow/src/device/probe-tensorflow.ts";
import { ensureTensorFlow } from "../packages/tensorflow/src/install/ensure-tensorflow.ts";
import { importTensorFlow } from "../packages/tensorflow/src/session/saved-model-runner.ts";
import { modelOf } from "../packages/trainer/src/assemble/recipe-options.ts";
import { startSession } from "../packages/trainer/src/assemble/start-session.ts";
import { classic } from "../packages/trainer/src/recipes/classic.ts";
import { modern5 } from "../packages/trainer/src/recipes/modern-5.ts";
import type { Recipe } from "../packages/trainer/src/recipes/recipe.ts";
import { median } from "./median.ts";
import { otherLoad } from "./other-load.ts";

const CLASSES = 200;
const IMAGES = 512;
const WARM_UP_STEPS = 3;
const ROUNDS = 8;
const STEPS_PER_ROUND = 3;
const MIN_OVER_TFJS = 2.5;
const MIN_BF16_OVER_F32 = 1.6;

interface Contender {
  readonly name: string;
  step(index: number): Promise<unknown>;
  close(): void | Promise<void>;
}

const batchSize = Number(process.argv[2] ?? 64);
const { key } = await ensureTensorFlow();
const { usesGpu } = await probeTensorFlow();
const cpu = await readCpu();
const folder = await mkdtemp(join(tmpdir(), "inception-edge-bench-"));
try {
  const random = seededRandom(1);
  const imagesPath = join(folder, "images.u8");
  const bytes = IMAGES * STORED_BYTES;
  await writeFile(
    imagesPath,
    Uint8Array.from({ length: bytes }, () => 256 * random()),
  );
  const labels = Int32Array.from({ length: batchSize }, () => CLASSES * random());

  const ours = async (recipe: Recipe, precision: Precision): Promise<Contender> => {
    const { normalization, optimizer } = recipe;
    const name = `graph, ${normalization === "batch" ? "batch norm" : "bias"}, ${optimizer.kind}, ${precision}`;
    const session = await startSession(
      { ...recipe, batchSize, augmentation: { kind: "none" } },
      {
        model: modelOf(recipe, CLASSES),
        images: { imagesPath, count: IMAGES, size: STORED_SIZE },
        train: Int32Array.from({ length: IMAGES }, (_, index) => index),
        precision,
        seed: 1,
        usesGpu,
        folder: join(folder, name.replaceAll(/\W+/g, "-")),
      },
    );
    return {
      name,
      step(index) {
        const indices = labels.map((_, place) => (index * batchSize + place) % IMAGES);
        return session.step({ indices, labels }, index, 1e-3);
      },
      close: () => session.close(),
    };
  };

  const f32 = await ours(classic, "f32");
  const bf16 = await ours(classic, "bf16");
  const layers = await tfjsLayers(labels);
  const f32Norm = await ours(modern5, "f32");
  const bf16Norm = await ours(modern5, "bf16");
  const sgd = { kind: "sgd", momentum: 0.9, nesterov: true } as const;
  const bf16Sgd = await ours({ ...modern5, optimizer: sgd }, "bf16");
  const contenders = [f32, bf16, layers, f32Norm, bf16Norm, bf16Sgd];

  for (const { step } of contenders) await times(step, 0, WARM_UP_STEPS);
  const others = otherLoad();
  const steps = new Map(contenders.map((contender) => [contender, [] as number[]]));
  for (let round = 0; round < ROUNDS; round += 1) {
    const first = WARM_UP_STEPS + round * STEPS_PER_ROUND;
    for (const [{ step }, ms] of steps) ms.push(...(await times(step, first, STEPS_PER_ROUND)));
  }
  const load = others();
  for (const { close } of contenders) await close();

  console.log(`TensorFlow ${key}, ${cpu.name}, ${cpu.threads} threads, ${cpu.features.join(" ")}`);
  console.log(
    `batch ${batchSize}, medians of ${ROUNDS} rounds of ${STEPS_PER_ROUND} steps; others took ${(100 * load).toFixed(0)} % of the processors`,
  );
  const medians = new Map([...steps].map(([contender, ms]) => [contender, median(ms)]));
  for (const [{ name }, ms] of medians) {
    const speed = (1000 * batchSize) / ms;
    console.log(`${name.padEnd(30)} ${ms.toFixed(0).padStart(6)} ms, ${speed.toFixed(0)} images/s`);
  }
  const ratio = (fast: Contender, slow: Contender): number =>
    medians.get(slow)! / medians.get(fast)!;
  const overTfjs = ratio(f32, layers);
  const overF32 = ratio(bf16, f32);
  const hasBf16 = choosePrecision({ cpu }).precision === "bf16";
  console.log(`graph f32 is ${overTfjs.toFixed(2)}x tfjs-layers, required ${MIN_OVER_TFJS}`);
  console.log(
    `bf16 is ${overF32.toFixed(2)}x f32, required ${hasBf16 ? MIN_BF16_OVER_F32 : "nothing without bf16"}`,
  );
  console.log(`bf16 is ${ratio(bf16Norm, f32Norm).toFixed(2)}x f32 with batch norm`);
  console.log(`a step by Muon takes ${ratio(bf16Sgd, bf16Norm).toFixed(2)}x one by SGD`);
  console.log(`graph bf16 is ${ratio(bf16, layers).toFixed(2)}x tfjs-layers`);
  if (overTfjs < MIN_OVER_TFJS || (hasBf16 && overF32 < MIN_BF16_OVER_F32)) process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true });
}

/** The eager side: one resident batch, already float32 and of the network's size. */
async function tfjsLayers(labels: Int32Array): Promise<Contender> {
  const tf = await importTensorFlow();
  const model = toLayersModel(modelOf(classic, CLASSES));
  model.compile({
    optimizer: tf.train.adam(1e-3),
    loss: model.outputs.map(() => "categoricalCrossentropy"),
  });
  const size = classic.inputSize;
  const images = tf.randomUniform([labels.length, size, size, 3]);
  const answers = tf.tidy(() => tf.oneHot(tf.tensor1d(labels, "int32"), CLASSES).toFloat());
  return {
    name: "tfjs-layers, bias, f32",
    step: () =>
      model.trainOnBatch(
        images,
        model.outputs.map(() => answers),
      ),
    close() {
      tf.dispose([images, answers]);
      model.dispose();
    },
  };
}

/** Milliseconds of each step, one after the other. */
async function times(step: Contender["step"], first: number, count: number): Promise<number[]> {
  const ms: number[] = [];
  for (let index = first; index < first + count; index += 1) {
    const start = performance.now();
    await step(index);
    ms.push(performance.now() - start);
  }
  return ms;
}
