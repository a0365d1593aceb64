/** The network that a run starts from instead of random weights: a bundle's, with batch normalization folded in. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import {
  bundleFile,
  isOfImageNet,
  MANIFEST_PATH,
  readBundle,
  type BundleManifest,
} from "@inception-edge/bundle";
import { inceptionV1, type Graph, type Weights } from "@inception-edge/model";
import { readWeights } from "@inception-edge/tflite";
import type { BaseConfig } from "../run/run-config.ts";
import { runFolder } from "../run/run-folder.ts";

/** Names for `--from` beside paths. */
export const SHIPPED = "shipped";
export const SCRATCH = "scratch";

/** A trained network without auxiliary heads. */
export interface BaseNetwork {
  /** Absolute path of its bundle. */
  readonly path: string;
  /** SHA-256 of the file with its weights, hexadecimal. */
  readonly sha256: string;
  readonly manifest: BundleManifest;
  readonly graph: Graph;
  readonly weights: Weights;
}

const SHIPPED_BUNDLE = fileURLToPath(new URL("../../../serve/bundle", import.meta.url));

/**
 * Reads the network that `from` names: "shipped", the folder of a bundle, or that of a run which has one.
 * @throws {Error} when there is no bundle, or it has no float32 weights
 */
export async function readBaseNetwork(from: string, cwd: string): Promise<BaseNetwork> {
  const path = from === SHIPPED ? SHIPPED_BUNDLE : findBundle(resolve(cwd, from), from);
  const role = "tflite-float32";
  try {
    const bundle = await readBundle((file) => readFile(join(path, file)), { roles: [role] });
    const file = bundleFile(bundle, role);
    const { classes, input } = bundle.manifest;
    const graph = inceptionV1({ classes: classes.length, inputSize: input.size, heads: "main" });
    const weights = readWeights(file, graph);
    const { sha256 } = bundle.manifest.files.find((listed) => listed.role === role)!;
    return { path, sha256, manifest: bundle.manifest, graph, weights };
  } catch (cause) {
    throw new Error(`Cannot start from "${from}": ${(cause as Error).message}`, { cause });
  }
}

/** What a run records of the network that it starts with. */
export function baseConfig({ path, sha256, manifest }: BaseNetwork): BaseConfig {
  const { name, dataset, recipe, classes } = manifest;
  return {
    path,
    name,
    sha256,
    dataset: dataset.name,
    isOfImageNet: isOfImageNet(classes),
    ...(recipe.base && { base: recipe.base }),
  };
}

function findBundle(path: string, from: string): string {
  const found = [path, runFolder(path).bundle].find((each) =>
    existsSync(join(each, MANIFEST_PATH)),
  );
  if (found !== undefined) return found;
  throw new Error(
    `Cannot start from "${from}": neither the folder nor a bundle/ in it has a ${MANIFEST_PATH}; give a bundle, a finished run, ${SHIPPED} or ${SCRATCH}`,
  );
}
