/** A bundle made ready for threads: its network, its classes, its golden images, and the engine that runs it here. */
import { hash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  bundleFile,
  goldenImages,
  oodParts,
  readBundle,
  type Bundle,
} from "@inception-edge/bundle";
import type { OodParts } from "@inception-edge/bundle/input";
import { compileEngine, exposeTensors, type EngineName } from "@inception-edge/inference";
import { findLiteRt } from "@inception-edge/litert";
import type { ThreadSetup } from "./job.ts";
import { ThreadPool } from "./thread-pool.ts";

/** How to run which network. */
export interface ModelOptions {
  /** Folder of the bundle. */
  readonly folder: string;
  readonly variant: ModelVariant;
  readonly engine: EngineName | "auto";
  readonly topK: number;
  readonly threads: number;
}

/** The bundle's files to choose from; `auto` is int8 where there is one. */
export const modelVariants = ["auto", "int8", "float32"] as const;
/** One of `modelVariants`. */
export type ModelVariant = (typeof modelVariants)[number];

/** Threads at work, and what they work with. */
export interface RunningModel {
  readonly pool: ThreadPool;
  /** Name of the bundle. */
  readonly name: string;
  /** SHA-256 of the network's file. */
  readonly sha256: string;
  /** SHA-256 of what else the answers depend on: input contract, classes, marks of strange images. */
  readonly facts: string;
  readonly role: string;
  readonly engine: { readonly name: EngineName; readonly variant: string; readonly why: string };
}

/**
 * Where `auto` chose the native engine and that fails the self-test, WebAssembly takes its place.
 * @throws {BundleError | InferenceError} if the bundle or the engine cannot be used
 */
export async function loadModel(options: ModelOptions): Promise<RunningModel> {
  const bundle = await openBundle(options.folder);
  const { manifest } = bundle;
  const file = chooseFile(bundle, options.variant);
  const ood = oodParts(bundle, file.role);
  const bytes = bundleFile(bundle, file.role);
  const setup: Omit<ThreadSetup, "engine"> = {
    model: ood ? exposeTensors(bytes, [manifest.outOfDistribution!.featureMap]) : bytes,
    ...(ood && { ood }),
    role: file.role,
    input: manifest.input,
    classes: manifest.classes.map(({ id, label }) => ({ id, label })),
    topK: options.topK,
    golden: goldenImages(bundle),
  };
  const compiled = await compileEngine(options.engine, { library: findLiteRt() });
  const facts = hash("sha256", JSON.stringify([setup.input, setup.classes, oodFacts(bundle, ood)]));
  const named = { name: manifest.name, sha256: file.sha256, role: file.role, facts };
  try {
    const pool = await ThreadPool.start({ ...setup, engine: compiled }, options.threads);
    return { ...named, pool, engine: compiled };
  } catch (error) {
    if (options.engine !== "auto" || compiled.name !== "litert-native") throw error;
    const wasm = await compileEngine("auto");
    const pool = await ThreadPool.start({ ...setup, engine: wasm }, options.threads);
    const why = `${wasm.why}; litert-native is not used: ${(error as Error).message}`;
    return { ...named, pool, engine: { ...wasm, why } };
  }
}

function openBundle(folder: string): Promise<Bundle> {
  const roles = "tflite-int8 tflite-float32 golden-image golden-answers ood-gaussian".split(" ");
  return readBundle((path) => readFile(join(folder, path)), { roles });
}

function chooseFile({ manifest }: Bundle, variant: ModelVariant) {
  const wanted = variant === "auto" ? ["int8", "float32"] : [variant];
  for (const form of wanted) {
    const file = manifest.files.find(({ role }) => role === `tflite-${form}`);
    if (file !== undefined) return file;
  }
  throw new Error(
    `Cannot classify with "${manifest.name}": the bundle has no TFLite file of ${wanted.join(" or ")}; export it again`,
  );
}

function oodFacts({ manifest }: Bundle, ood: OodParts | undefined): unknown {
  const { sha256 } = manifest.files.find(({ role }) => role === "ood-gaussian") ?? {};
  return ood && [manifest.outOfDistribution!.featureMap, ood.channels, ood.scale, sha256];
}
