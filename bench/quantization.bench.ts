/**
 * Which way of quantizing loses least: estimators of the activations' ranges, with and without bias
 * correction; how many images to calibrate on; concatenations that share a scale or are requantized.
 * Each int8 model answers the same held-out images as the float32 one, in the engine that serves it.
 * And how long the exporter takes to write both files.
 *
 *   node --conditions=@inception-edge/source bench/quantization.bench.ts RUN [IMAGES]
 *
 * RUN is the folder of a finished run with its bundle, and its dataset where it was; IMAGES of the
 * held-out split are answered, 2000 when not given.
 */
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import process from "node:process";
import { readBundle } from "../packages/bundle/src/mod.ts";
import { streamTerminal } from "../packages/host/src/mod.ts";
import { layersWeights } from "../packages/model/src/layers/mod.ts";
import { inceptionV1 } from "../packages/model/src/mod.ts";
import {
  activationRanges,
  inputMeans,
  int8Numbers,
  quantizeGraph,
  rangeEstimators,
  SHARING,
  type QuantizedGraph,
} from "../packages/model/src/quantize/mod.ts";
import { importTensorFlow } from "../packages/tensorflow/src/session/saved-model-runner.ts";
import {
  float32Format,
  int8Format,
  lowerGraph,
  writeTflite,
  type TfliteModel,
  type TfliteOperator,
  type TfliteTensor,
} from "../packages/tflite/src/mod.ts";
import { loadBundleModel } from "../packages/trainer/src/answers/load-bundle-model.ts";
import { packedInputs } from "../packages/trainer/src/answers/packed-inputs.ts";
import { tfliteEngine } from "../packages/trainer/src/answers/tflite-engine.ts";
import { tfliteProbabilities } from "../packages/trainer/src/answers/tflite-probabilities.ts";
import { reopenRun } from "../packages/trainer/src/assemble/run/reopen-run.ts";
import { agreement } from "../packages/trainer/src/evaluate/agreement.ts";
import { logitsOf } from "../packages/trainer/src/evaluate/logits.ts";
import { scores } from "../packages/trainer/src/evaluate/scores.ts";
import { calibrate } from "../packages/trainer/src/export/calibrate.ts";
import { evenlySpaced } from "../packages/trainer/src/export/evenly-spaced.ts";
import { CALIBRATION, tfliteFiles } from "../packages/trainer/src/export/tflite-files.ts";
import { readRunConfig } from "../packages/trainer/src/run/run-config.ts";
import { runFolder } from "../packages/trainer/src/run/run-folder.ts";

const CALIBRATION_SIZES = [128, 512, 2048];
const USUAL_CALIBRATION = CALIBRATION.images;
/** The requirement, on two cores. */
const MOST_SECONDS = 60;

const folder = resolve(process.argv[2] ?? "runs/latest");
const images = Number(process.argv[3] ?? 2000);
const terminal = streamTerminal(process.stdout);
const { packed, splits } = await reopenRun(runFolder(folder), await readRunConfig(folder), {
  requested: {},
  continues: false,
  invocation: { args: [], cwd: process.cwd(), terminal, signal: new AbortController().signal },
});
const bundle = await readBundle((path) => readFile(join(folder, "bundle", path)));
await importTensorFlow(); // the backend that holds the bundle's weights
const { classes, input: contract } = bundle.manifest;
const graph = inceptionV1({ classes: classes.length, inputSize: contract.size, heads: "main" });
const layersModel = await loadBundleModel(bundle);
const weights = await layersWeights(layersModel, graph);
layersModel.dispose();

const engine = await tfliteEngine();
const indices = evenlySpaced(splits.heldOut, images);
const labels = indices.map((index) => packed.labels[index]!);
const { imagesPath } = packed;
const answer = (model: TfliteModel): Promise<Float32Array> =>
  tfliteProbabilities(writeTflite(model), indices, {
    engine,
    imagesPath,
    contract,
    classes: classes.length,
  });

const float32 = lowerGraph(graph, weights, { format: float32Format, description: "" });
const reference = await answer(float32);
const referenceTop1 = scores(logitsOf(reference), labels).top1;
terminal.line(
  `${folder}: ${indices.length} held-out images, float32 top-1 ${percent(referenceTop1)}`,
);
const start = performance.now();
await tfliteFiles(
  { graph, weights },
  {
    name: bundle.manifest.name,
    labels: classes.map(({ label }) => label),
    imagesPath,
    train: splits.train,
    contract,
    engine,
  },
);
const seconds = (performance.now() - start) / 1000;
terminal.line(
  `Both files, calibrated on ${CALIBRATION.images} images, took ${seconds.toFixed(0)} s to write, required ≤ ${MOST_SECONDS}`,
);
if (seconds > MOST_SECONDS) process.exitCode = 1;
terminal.line(
  "top-1, its difference in points, agreement of the first class, correlation of scores",
);

for (const size of CALIBRATION_SIZES) {
  const chosen = evenlySpaced(splits.train, size);
  const inputs = packedInputs(imagesPath, chosen, contract);
  const calibration = await calibrate(graph, writeTflite(float32), { inputs, engine });
  const isUsual = size === USUAL_CALIBRATION;
  for (const estimator of isUsual ? rangeEstimators : (["mse"] as const)) {
    for (const biasCorrection of isUsual ? [false, true] : [true]) {
      await report(
        `${size} images, ${estimator}${biasCorrection ? ", bias correction" : ""}`,
        lowered(quantizeGraph(graph, weights, { calibration, estimator, biasCorrection })),
      );
    }
  }
  if (!isUsual) continue;
  // Each branch in a scale of its own, brought to that of the concatenation by one more operator.
  const sharing = new Set([...SHARING].filter((op) => op !== "concat"));
  const apart = int8Numbers(graph, weights, {
    ranges: activationRanges(graph, { calibration, estimator: "mse", sharing }),
    inputMeans: inputMeans(graph, calibration),
  });
  await report(
    `${size} images, mse, bias correction, branches requantized`,
    withRequantizedBranches(lowered(apart)),
  );
}

function lowered(quantized: QuantizedGraph): TfliteModel {
  return lowerGraph(graph, weights, { format: int8Format(quantized), description: "" });
}

async function report(what: string, model: TfliteModel): Promise<void> {
  const answers = await answer(model);
  const { top1 } = scores(logitsOf(answers), labels);
  const alike = agreement(answers, reference, classes.length);
  terminal.line(
    `${what.padEnd(62)} ${percent(top1)}  ${(100 * (top1 - referenceTop1)).toFixed(2).padStart(5)}  ${percent(alike.top1)}  ${alike.correlation.toFixed(5)}`,
  );
}

function withRequantizedBranches(model: TfliteModel): TfliteModel {
  const tensors: TfliteTensor[] = [...model.tensors];
  const operators: TfliteOperator[] = [];
  for (const operator of model.operators) {
    if (operator.kind !== "concatenation") {
      operators.push(operator);
      continue;
    }
    const { quantization } = tensors[operator.output]!;
    const inputs = operator.inputs.map((place) => {
      const branch = tensors[place]!;
      const output =
        tensors.push({
          ...branch,
          name: `${branch.name}/requantized`,
          quantization: quantization!,
        }) - 1;
      operators.push({ kind: "quantize", inputs: [place], output });
      return output;
    });
    operators.push({ ...operator, inputs });
  }
  return { ...model, tensors, operators };
}

function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(2)} %`;
}
