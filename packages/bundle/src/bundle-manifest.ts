/**
 * `manifest.json`, the first file of a bundle to read: it describes the network, its input and its classes, and lists
 * every other file with its role, size and hash. Plain JSON; `parseManifest` reads it.
 */
import type {
  BundleAnswerSets,
  BundleDrift,
  BundleOutOfDistribution,
} from "./doubt/bundle-doubt.ts";
import type { InputContract } from "./input-contract.ts";

/** The manifest's path in a bundle. */
export const MANIFEST_PATH = "manifest.json";

/** Increased when older readers would misread a newer bundle; not for new optional fields and roles. */
export const SCHEMA_VERSION = 1;

/** The content of `manifest.json`. */
export interface BundleManifest {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly name: string;
  /** UTC, ISO 8601. */
  readonly created: string;
  readonly input: InputContract;
  /** In the order of the network's outputs. */
  readonly classes: readonly BundleClass[];
  readonly files: readonly BundleFile[];
  readonly metrics: readonly Figures[];
  /** Temperature that calibrates the scores: the logits' divisor, already in the weights of `main_out`. */
  readonly temperature?: number;
  /** How the int8 file was quantized, if there is one. */
  readonly quantization?: BundleQuantization;
  /** Names of tensors inside the TFLite files; absent in older bundles: read them with `bundleTensors`. */
  readonly tensors?: BundleTensors;
  /** How to answer with sets of classes; absent in bundles of before 2026-11-28, or for want of held-out images. */
  readonly answerSets?: BundleAnswerSets;
  /** How to tell images unlike those of training; absent like the sets. */
  readonly outOfDistribution?: BundleOutOfDistribution;
  /** What answers to held-out images look like; absent like the sets. */
  readonly drift?: BundleDrift;
  readonly dataset: BundleDataset;
  readonly recipe: BundleRecipe;
  /** Arithmetic used in training; the weights are float32 in either case. */
  readonly precision: "float32" | "bfloat16" | "float16";
  /** Version by library, for example `"@tensorflow/tfjs-layers": "4.22.0"`. */
  readonly libraries: Readonly<Record<string, string>>;
}

/** One of the classes that the network tells apart. */
export interface BundleClass {
  /** What tells it from the others, the name of its folder in the dataset: `tabby_cat`, `n01443537`. */
  readonly id: string;
  /** WordNet id, if it has one; then the same as `id`. A manifest of before 2026-11-27 has only this. */
  readonly wnid?: string;
  /** The first name, `goldfish`. */
  readonly label: string;
  /** All names, `goldfish, Carassius auratus`. */
  readonly name: string;
}

/** One file of the bundle, as it must be found. */
export interface BundleFile {
  /** Relative to the bundle, with `/` between folders; unique. */
  readonly path: string;
  readonly bytes: number;
  /** 64 lower-case hexadecimal digits. */
  readonly sha256: string;
  readonly role: FileRole;
}

/** The roles that this version writes. */
export const fileRoles = [
  "tfjs-model",
  "tfjs-weights",
  "tflite-float32",
  "tflite-int8",
  "onnx-float32",
  "onnx-int8",
  "cam-weights",
  "ood-gaussian",
  "golden-image",
  "golden-answers",
  "history-plot",
  "evaluation",
  "robustness",
  "card",
] as const;

/** Readers ignore roles that they do not know, so that writers may add more. */
export type FileRole = (typeof fileRoles)[number] | (string & {});

/** Figures measured on one part of the dataset. */
export interface Figures {
  /** Which part: a key of the dataset's `counts`, or "5-fold" for all images of a cross-validation. */
  readonly split: string;
  readonly images: number;
  /** How they were measured: form of the network, runtime, preprocessing. */
  readonly method: string;
  /** Values by name; `top1` and `top5` are fractions in [0, 1]. */
  readonly values: Readonly<Record<string, number>>;
}

/** How the network was quantized after training. */
export interface BundleQuantization {
  /** Number of images from which the ranges of the activations were measured. */
  readonly images: number;
  /** Where these images are from, in words. */
  readonly source: string;
  /** Estimator of the activation ranges: `min-max`, `percentile`, `mse`. */
  readonly estimator: string;
  /** Whether the biases compensate for the rounding of the kernels. */
  readonly biasCorrection: boolean;
}

/** What a service reads from the network beside its output. */
export interface BundleTensors {
  /** The last feature map, `[1, height, width, channels]`. Average pool and the kernel in cam.bin make the logits from it. */
  readonly featureMap: string;
  /** Float32 `[1, classes]`, from which the softmax makes the output: by role of the file. */
  readonly logits: Readonly<Record<string, string>>;
}

/** For bundles whose manifest does not name them. */
const DEFAULT_TENSORS: BundleTensors = {
  featureMap: "inception_5b/concat",
  logits: { "tflite-float32": "main_out/logits", "tflite-int8": "main_out/logits/float32" },
};

/** The names of the tensors, also for a bundle of before 2026-11-27, which does not tell them. */
export function bundleTensors({ tensors }: Pick<BundleManifest, "tensors">): BundleTensors {
  return tensors ?? DEFAULT_TENSORS;
}

/** What the network was trained on. */
export interface BundleDataset {
  readonly name: string;
  /** Whether it is the demo dataset, whose images are drawn; absent in bundles made before 2026-11-27. */
  readonly isDemo?: boolean;
  /** SHA-256 over the files' content, order and labels and the decoder. */
  readonly fingerprint: string;
  /** Package, version and hashes of the decoders of the images. */
  readonly decoder: string;
  /** Number of images by split: `train`, `held-out`, and `official val` or, if the dataset came without one, `val`. */
  readonly counts: Readonly<Record<string, number>>;
  /** The share of each class that was set apart as `val`, in (0, 1); absent if the dataset came with a val split. */
  readonly valFraction?: number;
  /** Number of files that could not be used and were left out; absent if there were none. */
  readonly leftOut?: number;
  /** Number of images that a relabel list gave another label or left out; absent without one. */
  readonly relabeled?: number;
}

/** Whether the network was trained on the demo dataset, whose images are drawn. */
export function isOfDemo({ dataset }: Pick<BundleManifest, "dataset">): boolean {
  return dataset.isDemo ?? dataset.name === "demo";
}

/** Whether the classes are of ImageNet, whose images are for research: all have WordNet ids. */
export function isOfImageNet(classes: readonly BundleClass[]): boolean {
  return classes.every(({ wnid }) => wnid !== undefined);
}

/** What figures, logs and cards call the split by which nothing was chosen. */
export function valName({
  valFraction,
}: Pick<BundleDataset, "valFraction">): "official val" | "val" {
  return valFraction === undefined ? "official val" : "val";
}

/** How the network was trained. */
export interface BundleRecipe {
  readonly name: string;
  readonly epochs: number;
  readonly seed: number;
  /** Whether training drew every class equally often; absent if it drew every image equally often. */
  readonly balanced?: boolean;
  /** Training time without evaluation. */
  readonly seconds?: number;
  /** The hardware that it was trained on, in words. */
  readonly hardware?: string;
  /** The network that it started with; absent if from random weights. */
  readonly base?: BundleBase;
  /** Every setting needed to repeat the run. */
  readonly settings: Readonly<Record<string, JsonValue>>;
}

/** A network whose weights another one started with. */
export interface BundleBase {
  /** Name of its bundle. */
  readonly name: string;
  /** SHA-256 of the file with its weights, 64 lower-case hexadecimal digits. */
  readonly sha256: string;
  /** Name of the dataset that it was trained on. */
  readonly dataset: string;
  /** Whether that is a part of ImageNet, whose terms apply to the network too. */
  readonly isOfImageNet: boolean;
  /** The network that it had started with itself. */
  readonly base?: BundleBase;
}

/** What JSON can say. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };
