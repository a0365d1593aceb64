/**
 * Exports trained weights as a bundle: removes the auxiliary heads, folds batch normalization, measures held-out and
 * official val, fits and folds the temperature, checks that the files give the network's outputs, and writes them.
 */
import {
  DEFAULT_INPUT_CONTRACT,
  encodeBundle,
  encodeCamWeights,
  valName,
  type BundleContent,
  type InputContract,
} from "@inception-edge/bundle";
import {
  foldBatchNorm,
  foldTemperature,
  pruneToMain,
  type WeightedGraph,
  type Weights,
} from "@inception-edge/model";
import { encodeLayersModel, toLayersModel } from "@inception-edge/model/layers";
import { importTensorFlow } from "@inception-edge/tensorflow";
import { networkAnswers } from "../answers/network-answers.ts";
import { tfliteEngine } from "../answers/tflite-engine.ts";
import {
  evaluationDocument,
  type Answers,
  type CrossValidation,
  type EvaluationDocument,
} from "../evaluate/evaluation.ts";
import { softmax } from "../evaluate/logits.ts";
import { fitTemperature, scaleLogits } from "../evaluate/temperature.ts";
import type { Run } from "../run/run.ts";
import { bundleFacts, changesTo } from "./bundle-facts.ts";
import { fitDoubt } from "./doubt/fit-doubt.ts";
import { oodMap } from "./doubt/ood-map.ts";
import { foldsSections } from "./folds-section.ts";
import { goldenContents } from "./golden.ts";
import { layersModelContents } from "./layers-model-contents.ts";
import { measureTflite } from "./measure-tflite.ts";
import { onnxContents } from "./onnx-contents.ts";
import { checkBundle } from "./parity.ts";
import { tensorNames } from "./tensor-names.ts";
import { tfliteFiles } from "./tflite-files.ts";
import { writeBundle } from "./write-bundle.ts";

/** The results of an export. */
export interface Measured {
  readonly evaluation: EvaluationDocument;
  /** The exported network's outputs on the official val, temperature included. */
  readonly val: Answers;
  /** What the bundle cannot tell for want of held-out images, and what it can; sentences. */
  readonly notes: readonly string[];
}

/** Held-out images on which the bundle is compared with the trained network. */
const PARITY_IMAGES = 256;

/**
 * Measures the weights and writes the bundle into the run's folder.
 * @param weights of `source.model`, as trained
 * @param checkpoint description of the checkpoint they are from
 * @param seconds of training that they took
 * @param folds scores of the run's cross-validation, which evaluation, manifest and card then have
 * @throws the signal's reason when it aborts; nothing is written then
 */
export async function exportBundle(
  source: Run,
  {
    weights,
    checkpoint,
    seconds,
    folds,
    signal,
    onProgress,
  }: {
    readonly weights: Weights;
    readonly checkpoint: string;
    readonly seconds?: number;
    readonly folds?: CrossValidation | undefined;
    readonly signal?: AbortSignal;
    readonly onProgress?: (text: string) => void;
  },
): Promise<Measured> {
  const { folder, config, packed, splits, model } = source;
  const { classes, imagesPath } = packed;
  const { inputSize, resize } = config.recipe;
  const contract: InputContract = {
    ...DEFAULT_INPUT_CONTRACT,
    size: inputSize,
    storedSize: packed.storedSize,
    resize,
  };
  const pruned = pruneToMain(model, weights);
  const folded = foldBatchNorm(pruned.graph, pruned.weights);
  const answers = {
    heldOut: await networkAnswers(folded, source, splits.heldOut, signal),
    val: await networkAnswers(folded, source, splits.val, signal),
  };
  const temperature = fitTemperature(answers.heldOut.logits, answers.heldOut.labels);
  const exported = foldTemperature(folded, temperature);
  const scaled = {
    heldOut: { ...answers.heldOut, logits: scaleLogits(answers.heldOut.logits, temperature) },
    val: { ...answers.val, logits: scaleLogits(answers.val.logits, temperature) },
  };

  onProgress?.("Writing the TFLite files");
  const engine = await tfliteEngine();
  const name = `inception-v1-${packed.name}-${config.recipe.name}`;
  const labels = classes.map(({ label }) => label);
  const tflite = await tfliteFiles(exported, {
    name,
    labels,
    imagesPath,
    train: splits.train,
    contract,
    engine,
  });
  const map = oodMap(tflite.int8);
  const measured = await measureTflite(
    tflite,
    {
      heldOut: { indices: splits.heldOut, answers: scaled.heldOut },
      val: { indices: splits.val, answers: scaled.val },
    },
    {
      engine,
      imagesPath,
      contract,
      classes: classes.length,
      valName: valName(packed),
      map,
      signal,
      ...(onProgress && { onProgress }),
    },
  );
  onProgress?.("Fitting answer sets and the out-of-distribution score");
  const doubt = await fitDoubt(tflite, measured.answers, {
    engine,
    imagesPath,
    contract,
    classes: classes.length,
    map,
    train: splits.train,
    valName: valName(packed),
    signal,
  });
  const evaluation = evaluationDocument(answers, {
    classes,
    temperature,
    tflite: measured.measurements,
    folds,
    measurement: {
      measured: new Date().toISOString(),
      checkpoint,
      input: describeInput(contract),
      precision: "f32",
      library: config.library,
      dataset: {
        name: packed.name,
        fingerprint: packed.fingerprint,
        excluded: config.split.exclude.length,
        ...changesTo(packed, config.split),
      },
    },
  });
  const facts = bundleFacts(source, {
    name,
    contract,
    evaluation,
    quantization: tflite.quantization,
    tensors: tensorNames(exported.graph, tflite),
    doubt: doubt.facts,
    ...(seconds !== undefined && { seconds }),
  });
  const files = await encodeBundle(
    facts,
    [
      ...(await tfjsContents(exported)),
      { path: "model.tflite", role: "tflite-float32", bytes: tflite.float32 },
      { path: "model.int8.tflite", role: "tflite-int8", bytes: tflite.int8 },
      ...onnxContents(exported, tflite),
      encodeCamWeights(exported.weights.get("main_out/kernel")!.values, classes.length),
      ...doubt.contents,
      ...(await goldenContents(tflite, contract)),
    ],
    foldsSections(evaluation),
  );
  const indices = splits.heldOut.subarray(0, PARITY_IMAGES);
  const { logits } = await networkAnswers({ graph: model, weights }, source, indices);
  await checkBundle(files, {
    trained: softmax(scaleLogits(logits, temperature), classes.length),
    indices,
    imagesPath,
    engine,
  });
  await writeBundle(folder.bundle, files);
  return { evaluation, val: scaled.val, notes: doubt.notes };
}

async function tfjsContents({ graph, weights }: WeightedGraph): Promise<BundleContent[]> {
  await importTensorFlow(); // the backend that holds the LayersModel's tensors
  const layersModel = toLayersModel(graph, weights);
  const files = await encodeLayersModel(layersModel);
  layersModel.dispose();
  return layersModelContents(files);
}

function describeInput({ size, storedSize, resize }: InputContract): string {
  return `${storedSize}×${storedSize}, ${resize} to ${size}×${size}, no augmentation`;
}
