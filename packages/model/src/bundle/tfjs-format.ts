/**
 * A `LayersModel` as the two files that plain `tf.loadLayersModel` reads, and back. The same model
 * gives the same bytes: no time, no random name is in them.
 */

import { io } from "@tensorflow/tfjs-core";
import { loadLayersModel } from "@tensorflow/tfjs-layers";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { BundleError } from "./bundle-error.ts";
import type { BundleContent } from "./encode-bundle.ts";
import { decodeJson, encodeJson } from "./json-bytes.ts";
import { bundleFile } from "./read-bundle.ts";
import type { Bundle } from "./read-bundle.ts";

const MODEL_PATH = "model.json";
const WEIGHTS_PATH = "weights.bin";

/** `model.json` and `weights.bin`, float32, without optimizer state. */
export async function encodeLayersModel(model: LayersModel): Promise<BundleContent[]> {
  let saved: io.ModelArtifacts | undefined;
  const keep = async (artifacts: io.ModelArtifacts): Promise<io.SaveResult> => {
    saved = artifacts;
    // tfjs wants a date, and hands it back to the caller of `save`: nobody reads this one.
    return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" } };
  };
  await model.save(io.withSaveHandler(keep));
  if (saved?.weightSpecs === undefined || saved.weightData === undefined) {
    throw new Error("Cannot save the model: tfjs-layers gave no weights");
  }
  const { modelTopology, format, generatedBy, convertedBy, weightSpecs, weightData } = saved;
  const weightsManifest = [{ paths: [WEIGHTS_PATH], weights: weightSpecs }];
  const modelJson = { format, generatedBy, convertedBy, modelTopology, weightsManifest };
  return [
    { path: MODEL_PATH, role: "tfjs-model", bytes: encodeJson(modelJson) },
    {
      path: WEIGHTS_PATH,
      role: "tfjs-weights",
      bytes: new Uint8Array(io.CompositeArrayBuffer.join(weightData)),
    },
  ];
}

/**
 * The model in a bundle, on the current backend; the caller disposes of it.
 * @throws {BundleError} when it is not what the manifest describes
 */
export async function loadBundleModel(bundle: Bundle): Promise<LayersModel> {
  const weights = bundleFile(bundle, "tfjs-weights");
  const modelBytes = bundleFile(bundle, "tfjs-model");
  let model: LayersModel;
  try {
    const artifacts = await io.getModelArtifactsForJSON(
      decodeJson(modelBytes) as io.ModelJSON,
      // Copied, since the bytes may be a view into a larger buffer.
      async (manifest) => [io.getWeightSpecs(manifest), weights.slice().buffer],
    );
    model = await loadLayersModel({ load: async () => artifacts });
  } catch (cause) {
    throw new BundleError([`${MODEL_PATH} is no network of tfjs-layers: ${String(cause)}`], {
      cause,
    });
  }
  const problems = contractProblems(model, bundle);
  if (problems.length === 0) return model;
  model.dispose();
  throw new BundleError(problems);
}

function contractProblems(model: LayersModel, { manifest }: Bundle): string[] {
  const { size } = manifest.input;
  const [input] = model.inputs;
  const [output] = model.outputs;
  return [
    ...mismatch("outputs", model.outputNames, ["main_out"]),
    ...mismatch("input shape", input?.shape.slice(1), [size, size, 3]),
    ...mismatch("output shape", output?.shape.slice(1), [manifest.classes.length]),
  ];
}

function mismatch(
  what: string,
  found: readonly unknown[] | undefined,
  wanted: readonly unknown[],
): string[] {
  const [actual, expected] = [found?.join(", "), wanted.join(", ")];
  return actual === expected ? [] : [`${MODEL_PATH} has ${what} [${actual}], wanted [${expected}]`];
}
