/**
 * `manifest.json`, where reading a bundle begins: what the network is, what it expects, what it answers, and
 * every other file by role with its size and hash. Plain JSON; `parseManifest` reads it.
 */
import type { InputContract } from "./input-contract.ts";

/** The manifest's path in a bundle. */
export const MANIFEST_PATH = "manifest.json";

/** Raised when an older reader would misread a newer bundle; new optional fields and roles do not. */
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
  /** What the logits were divided by to make the scores' confidence fit; already in the weights of `main_out`. */
  readonly temperature?: number;
  /** How the int8 file was made, where there is one. */
  readonly quantization?: BundleQuantization;
  /** Names of tensors inside the TFLite files; absent in older bundles: read them with `bundleTensors`. */
  readonly tensors?: BundleTensors;
  readonly dataset: BundleDataset;
  readonly recipe: BundleRecipe;
  /** Of the arithmetic in training; the weights are float32 in either case. */
  readonly precision: "float32" | "bfloat16";
  /** Version by library, for example `"@tensorflow/tfjs-layers": "4.22.0"`. */
  readonly libraries: Readonly<Record<string, string>>;
}

/** One of the classes that the network tells apart. */
export interface BundleClass {
  /** WordNet id, `n01443537`. */
  readonly wnid: string;
  /** Short, `goldfish`. */
  readonly label: string;
  /** All of its words, `goldfish, Carassius auratus`. */
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

/** What this version writes. */
export const fileRoles = [
  "tfjs-model",
  "tfjs-weights",
  "tflite-float32",
  "tflite-int8",
  "cam-weights",
  "golden-image",
  "golden-answers",
  "history-plot",
  "evaluation",
  "robustness",
  "card",
] as const;

/** Readers pick the roles that they know and leave the others alone, so a writer may add more. */
export type FileRole = (typeof fileRoles)[number] | (string & {});

/** Figures measured on one part of the dataset. */
export interface Figures {
  /** Which part, for example `official val`. */
  readonly split: string;
  readonly images: number;
  /** How they were measured: which form of the network, on what runtime, with which preprocessing. */
  readonly method: string;
  /** By name, `top1` and `top5` as fractions in [0, 1]. */
  readonly values: Readonly<Record<string, number>>;
}

/** Post-training quantization, as it was done. */
export interface BundleQuantization {
  /** Images whose activations were seen. */
  readonly images: number;
  /** Where they are from, in words. */
  readonly source: string;
  /** Of the activations' ranges: `min-max`, `percentile`, `mse`. */
  readonly estimator: string;
  /** Whether biases take up what rounding the kernels shifts. */
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

export function bundleTensors({ tensors }: Pick<BundleManifest, "tensors">): BundleTensors {
  return tensors ?? DEFAULT_TENSORS;
}

/** What the network was trained on. */
export interface BundleDataset {
  readonly name: string;
  /** Whether it is the demo, whose images are drawn; absent in bundles made before 2026-11-27. */
  readonly isDemo?: boolean;
  /** Of the files' content, order and labels, and of the decoder. */
  readonly fingerprint: string;
  /** Package, version and hashes of what decoded the images. */
  readonly decoder: string;
  /** Images by split. */
  readonly counts: Readonly<Record<string, number>>;
}

/** Whether a bundle knows no more than the demo's drawings. */
export function isOfDemo({ dataset }: Pick<BundleManifest, "dataset">): boolean {
  return dataset.isDemo ?? dataset.name === "demo";
}

/** How the network was trained. */
export interface BundleRecipe {
  readonly name: string;
  readonly epochs: number;
  readonly seed: number;
  /** Of training, without evaluation. */
  readonly seconds?: number;
  /** What it was trained on, in words. */
  readonly hardware?: string;
  /** All that it takes to repeat the run. */
  readonly settings: Readonly<Record<string, JsonValue>>;
}

/** What JSON can say. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };
