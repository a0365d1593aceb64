/** Loads a bundle's tfjs model and checks it against the manifest. */
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { BundleError, bundleFile, type Bundle } from "@inception-edge/bundle";
import { decodeLayersModel, LAYERS_MODEL_PATHS } from "@inception-edge/model/layers";

/**
 * Loads the model on the current backend. The caller must dispose of it.
 * @throws {BundleError} when it is not what the manifest describes
 */
export async function loadBundleModel(bundle: Bundle): Promise<LayersModel> {
  const weights = bundleFile(bundle, "tfjs-weights");
  const file = bundleFile(bundle, "tfjs-model");
  const model = await decodeLayersModel({ model: file, weights }).catch((cause: unknown) => {
    throw new BundleError(
      [`${LAYERS_MODEL_PATHS.model} is not a valid tfjs-layers model: ${String(cause)}`],
      { cause },
    );
  });
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
  property: string,
  found: readonly unknown[] | undefined,
  wanted: readonly unknown[],
): string[] {
  const [actual, expected] = [found?.join(", "), wanted.join(", ")];
  return actual === expected
    ? []
    : [`${LAYERS_MODEL_PATHS.model} has ${property} [${actual}], wanted [${expected}]`];
}
