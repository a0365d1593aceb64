/** The facts in a bundle's manifest: how the network was trained, and its figures. */
import {
  valName,
  type BundleBase,
  type BundleFacts,
  type BundleQuantization,
  type BundleTensors,
  type Figures,
  type InputContract,
  type JsonValue,
} from "@inception-edge/bundle";
import type { PreparedDataset } from "@inception-edge/dataset";
import { precisionTypes } from "@inception-edge/tensorflow";
import { foldsName } from "../evaluate/describe-folds.ts";
import type { CrossValidation, Evaluation, EvaluationDocument } from "../evaluate/evaluation.ts";
import type { TfliteEvaluation } from "../evaluate/tflite-evaluation.ts";
import type { BaseConfig, RunConfig } from "../run/run-config.ts";
import type { Run } from "../run/run.ts";
import type { DoubtFacts } from "./doubt/fit-doubt.ts";

/** Everything in the manifest except the list of files. */
export function bundleFacts(
  { config, packed, splits }: Run,
  {
    name,
    contract,
    evaluation,
    quantization,
    tensors,
    doubt,
    seconds,
  }: {
    readonly name: string;
    readonly contract: InputContract;
    readonly evaluation: EvaluationDocument;
    readonly quantization: BundleQuantization;
    readonly tensors: BundleTensors;
    readonly doubt: DoubtFacts;
    /** Seconds of training. */
    readonly seconds?: number;
  },
): BundleFacts {
  const { recipe, seed, balance, precision, library, hardware } = config;
  return {
    name,
    created: evaluation.measurement.measured,
    input: contract,
    classes: packed.classes,
    metrics: metrics(evaluation, { library, val: valName(packed) }),
    temperature: evaluation.temperature,
    quantization,
    tensors,
    ...doubt,
    dataset: {
      name: packed.name,
      ...(config.dataset.isDemo !== undefined && { isDemo: config.dataset.isDemo }),
      fingerprint: packed.fingerprint,
      decoder: packed.decoder,
      counts: {
        train: splits.train.length,
        "held-out": splits.heldOut.length,
        [valName(packed)]: splits.val.length,
      },
      ...changesTo(packed, config.split),
    },
    recipe: {
      name: recipe.name,
      epochs: recipe.epochs,
      seed,
      ...(balance && { balanced: true }),
      ...(seconds !== undefined && { seconds: Math.round(seconds) }),
      ...(hardware !== undefined && { hardware }),
      ...(config.base && { base: withoutPath(config.base) }),
      settings: settingsOf(config),
    },
    precision: precisionTypes[precision],
    libraries: { tensorflow: library },
  };
}

function withoutPath({ name, sha256, dataset, isOfImageNet, base }: BaseConfig): BundleBase {
  return { name, sha256, dataset, isOfImageNet, ...(base && { base }) };
}

/** The recipe, and those settings of the data that have no field of their own in the manifest. */
function settingsOf({
  recipe,
  dataset,
  split,
  folds,
}: RunConfig): Readonly<Record<string, JsonValue>> {
  const { channelStats } = dataset;
  const data = {
    excluded: split.exclude,
    ...(folds !== undefined && { folds }),
    ...(split.relabel && { relabeled: split.relabel }),
    ...(channelStats && { channelStats }),
  };
  return structuredClone({ ...recipe, data }) as unknown as Readonly<Record<string, JsonValue>>;
}

/** How the dataset differs from how it came: fields of the manifest and of `evaluation.json`. */
export function changesTo(
  { leftOut, valFraction }: Pick<PreparedDataset, "leftOut" | "valFraction">,
  { relabel }: Pick<RunConfig["split"], "relabel"> = {},
): {
  readonly leftOut?: number;
  readonly valFraction?: number;
  readonly relabeled?: number;
} {
  return {
    ...(leftOut.length > 0 && { leftOut: leftOut.length }),
    ...(valFraction !== undefined && { valFraction }),
    ...(relabel && { relabeled: relabel.length }),
  };
}

function metrics(
  evaluation: EvaluationDocument,
  { library, val: split }: { readonly library: string; readonly val: string },
): Figures[] {
  const {
    folds,
    measurement: { input },
  } = evaluation;
  const trained = `exported float32 weights, TensorFlow ${library}; ${input}`;
  return [
    figures("held-out", evaluation.heldOut, trained),
    figures(split, evaluation.val, trained),
    ...(folds ? [foldFigures(folds, input)] : []),
    ...evaluation.tflite.flatMap(({ format, engine, heldOut, val }) => {
      const method = `TFLite ${format}, ${engine}; ${input}`;
      return [tfliteFigures("held-out", heldOut, method), tfliteFigures(split, val, method)];
    }),
  ];
}

function figures(split: string, evaluation: Evaluation, method: string): Figures {
  const { count, top1, top5, loss, reliability, scaled, balancedAccuracy, macroF1 } = evaluation;
  const averages = {
    ...(balancedAccuracy !== undefined && { "balanced accuracy": balancedAccuracy }),
    ...(macroF1 !== undefined && { "macro f1": macroF1 }),
  };
  const unscaled = { "nll unscaled": loss, "ece unscaled": reliability.ece };
  const values = { top1, ...averages, top5, nll: scaled.loss, ece: scaled.ece, ...unscaled };
  return { split, images: count, method, values };
}

/** Those of other networks than the bundle's, which were trained in the same way. */
function foldFigures(scores: CrossValidation, input: string): Figures {
  const { pooled, measurement } = scores;
  const { library, precision, checkpoint } = measurement;
  const method = `a network for each fold, trained on the others: ${checkpoint}, ${precision}, TensorFlow ${library}; ${input}`;
  const { values, ...rest } = figures(foldsName(scores), pooled, method);
  const { top1: _, nll: __, ece: ___, ...others } = values; // not scaled: each network has a temperature of its own
  return {
    ...rest,
    values: { top1: pooled.top1, "top1 deviation": scores.top1.deviation, ...others },
  };
}

function tfliteFigures(
  split: string,
  { images, top1, top5, loss, ece, agreement }: TfliteEvaluation,
  method: string,
): Figures {
  return {
    split,
    images,
    method,
    values: { top1, top5, nll: loss, ece, ...(agreement && { agreement: agreement.top1 }) },
  };
}
