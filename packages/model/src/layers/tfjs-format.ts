/// <reference lib="dom" />
/**
 * A `LayersModel` as the two files that plain `tf.loadLayersModel` reads, and back. The same model
 * gives the same bytes: no time, no random name is in them.
 */
import { io } from "@tensorflow/tfjs-core";
import { loadLayersModel, type LayersModel } from "@tensorflow/tfjs-layers";

/** What the two files are called: the first names the second. */
export const LAYERS_MODEL_PATHS = { model: "model.json", weights: "weights.bin" } as const;

/** Their bytes. */
export interface LayersModelFiles {
  /** Topology and a list of the weights, JSON. */
  readonly model: Uint8Array;
  /** Float32, in the list's order. */
  readonly weights: Uint8Array;
}

/** The model's files, without optimizer state. */
export async function encodeLayersModel(model: LayersModel): Promise<LayersModelFiles> {
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
  const weightsManifest = [{ paths: [LAYERS_MODEL_PATHS.weights], weights: weightSpecs }];
  const json = { format, generatedBy, convertedBy, modelTopology, weightsManifest };
  return {
    model: new TextEncoder().encode(JSON.stringify(json)),
    weights: new Uint8Array(io.CompositeArrayBuffer.join(weightData)),
  };
}

/**
 * The model in such files, on the current backend; the caller disposes of it.
 * @throws {Error} tfjs's own, when they are no network of tfjs-layers
 */
export async function decodeLayersModel(files: LayersModelFiles): Promise<LayersModel> {
  const json = JSON.parse(new TextDecoder().decode(files.model)) as io.ModelJSON;
  const artifacts = await io.getModelArtifactsForJSON(
    json,
    // Copied, since the bytes may be a view into a larger buffer.
    async (manifest) => [io.getWeightSpecs(manifest), new Uint8Array(files.weights).buffer],
  );
  return loadLayersModel({ load: async () => artifacts });
}
