/**
 * From a run's best checkpoint to its bundle: batch normalisation folded, auxiliary heads cut, both
 * official splits measured on what is exported, its files proven to answer as the network, then written.
 */
import type { PackedDataset, Splits } from "@inception-edge/dataset";
import { STORED_SIZE } from "@inception-edge/image";
import {
  DEFAULT_INPUT_CONTRACT,
  encodeBundle,
  encodeLayersModel,
  foldBatchNorm,
  pruneToMain,
  readBundle,
  toLayersModel,
  type BundleFacts,
  type Graph,
  type JsonValue,
  type WeightedGraph,
  type Weights,
} from "@inception-edge/model";
import { importTensorFlow } from "../engine/session.ts";
import {
  evaluationDocument,
  type Answers,
  type Evaluation,
  type EvaluationDocument,
} from "../evaluate/evaluation.ts";
import type { RunConfig } from "../run/run-config.ts";
import type { RunFolder } from "../run/run-folder.ts";
import { openEvaluator } from "./evaluator.ts";
import { bundleProbabilities, checkParity } from "./parity.ts";
import { softmax } from "./softmax.ts";
import { writeBundle } from "./write-bundle.ts";

export interface ExportSource {
  readonly folder: RunFolder;
  readonly config: RunConfig;
  readonly packed: PackedDataset;
  readonly splits: Splits;
  readonly model: Graph;
}

/** What an export found out. */
export interface Measured {
  readonly evaluation: EvaluationDocument;
  /** The exported network's answers on the official val. */
  readonly val: Answers;
}

/** Held-out pictures on which the bundle must answer as the trained network. */
const PARITY_PICTURES = 256;

/**
 * @param weights of `source.model`, as trained. @param checkpoint where they are from, in words.
 */
export async function exportBundle(
  source: ExportSource,
  { weights, checkpoint }: { readonly weights: Weights; readonly checkpoint: string },
): Promise<Measured> {
  const { folder, config, packed, splits, model } = source;
  const pruned = pruneToMain(model, weights);
  const exported = foldBatchNorm(pruned.graph, pruned.weights);
  const answers = {
    heldOut: await answersOf(exported, source, splits.heldOut),
    val: await answersOf(exported, source, splits.val),
  };
  const evaluation = evaluationDocument(answers, {
    classes: packed.classes,
    measurement: {
      measured: new Date().toISOString(),
      checkpoint,
      input: inputInWords(config),
      precision: "f32",
      library: config.library,
      dataset: {
        name: packed.name,
        fingerprint: packed.fingerprint,
        excluded: config.split.exclude.length,
      },
    },
  });
  await importTensorFlow(); // the backend that holds the LayersModel's tensors
  const layersModel = toLayersModel(exported.graph, exported.weights);
  const contents = await encodeLayersModel(layersModel);
  layersModel.dispose();
  const files = await encodeBundle(facts(source, evaluation), contents);
  await prove(files, source, weights);
  await writeBundle(folder.bundle, files);
  return { evaluation, val: answers.val };
}

/** Reads the bundle's files and holds what they answer against the network as trained. */
async function prove(
  files: ReadonlyMap<string, Uint8Array>,
  source: ExportSource,
  weights: Weights,
): Promise<void> {
  const { model, packed, splits } = source;
  const bundle = await readBundle((path) => Promise.resolve(files.get(path)!));
  const indices = splits.heldOut.subarray(0, PARITY_PICTURES);
  const trained = await answersOf({ graph: model, weights }, source, indices);
  checkParity(
    await bundleProbabilities(bundle, packed.imagesPath, indices),
    softmax(trained.logits, packed.classes.length),
  );
}

/** The main output's float32 logits on pictures of the packed store, and the truth. */
async function answersOf(
  { graph, weights }: WeightedGraph,
  { config, packed }: ExportSource,
  indices: Int32Array,
): Promise<Answers> {
  const evaluator = await openEvaluator(graph, weights, {
    pictures: { imagesPath: packed.imagesPath, count: packed.count, size: STORED_SIZE },
    view: { resize: config.recipe.resize, size: DEFAULT_INPUT_CONTRACT.size },
  });
  try {
    const logits = (await evaluator.logits(indices)).get("main_out")!;
    return { logits, labels: indices.map((at) => packed.labels[at]!) };
  } finally {
    await evaluator.close();
  }
}

function facts(
  { config, packed, splits }: ExportSource,
  measured: EvaluationDocument,
): BundleFacts {
  const { recipe, seed, precision, library } = config;
  const method = `${measured.measurement.input}; exported float32 weights, TensorFlow ${library}`;
  return {
    name: `inception-v1-${packed.name}-${recipe.name}`,
    created: measured.measurement.measured,
    input: { ...DEFAULT_INPUT_CONTRACT, resize: recipe.resize },
    classes: packed.classes,
    metrics: [
      {
        split: "held-out",
        images: measured.heldOut.count,
        method,
        values: figures(measured.heldOut),
      },
      { split: "official val", images: measured.val.count, method, values: figures(measured.val) },
    ],
    dataset: {
      name: packed.name,
      fingerprint: packed.fingerprint,
      decoder: packed.decoder,
      counts: {
        train: splits.train.length,
        "held-out": splits.heldOut.length,
        "official val": splits.val.length,
      },
    },
    recipe: {
      name: recipe.name,
      epochs: recipe.epochs,
      seed,
      settings: settingsOf(config),
    },
    precision: precision === "bf16" ? "bfloat16" : "float32",
    libraries: { tensorflow: library },
  };
}

/** The recipe, and what of the run's data the manifest has no place of its own for. */
function settingsOf({ recipe, dataset, split }: RunConfig): Readonly<Record<string, JsonValue>> {
  const { channelStats } = dataset;
  const data = { excluded: split.exclude, ...(channelStats && { channelStats }) };
  return structuredClone({ ...recipe, data }) as unknown as Readonly<Record<string, JsonValue>>;
}

function figures({ top1, top5, loss, calibration }: Evaluation): Record<string, number> {
  return { top1, top5, loss, ece: calibration.ece };
}

function inputInWords({ recipe }: RunConfig): string {
  return `${STORED_SIZE}×${STORED_SIZE}, ${recipe.resize} to ${DEFAULT_INPUT_CONTRACT.size}×${DEFAULT_INPUT_CONTRACT.size}, no augmentation`;
}
