/** Evaluates a bundle's weights in TensorFlow, in float32, on any packed images. */
import { BundleError, type Bundle } from "@inception-edge/bundle";
import { inceptionV1 } from "@inception-edge/model";
import { layersWeights } from "@inception-edge/model/layers";
import { importTensorFlow } from "@inception-edge/tensorflow";
import type { PackedImages } from "../program/images.ts";
import { openEvaluator, type Evaluator } from "./evaluator.ts";
import { loadBundleModel } from "./load-bundle-model.ts";

/** Opens an evaluator that prepares images by the bundle's input contract and returns the logits of `main_out`. */
export type OpenBundleEvaluator = (
  images: PackedImages,
  signal?: AbortSignal,
) => Promise<Evaluator>;

/**
 * Reads the weights once, for any number of evaluators. Call `ensureLibrary` first.
 * @throws {BundleError} when the bundle has no weights, or they do not fit the network
 */
export async function bundleEvaluators(bundle: Bundle): Promise<OpenBundleEvaluator> {
  const { name, classes, files, input } = bundle.manifest;
  const missing = (["tfjs-model", "tfjs-weights"] as const).filter(
    (wanted) => !files.some(({ role }) => role === wanted),
  );
  if (missing.length > 0) {
    throw new BundleError([
      `"${name}" has no file with the role ${missing.map((role) => `"${role}"`).join(" or ")}, and so no weights to measure in TensorFlow, like every shipped bundle; give the run's own bundle, or export it again with \`pnpm --filter trainer start export --run DIR\``,
    ]);
  }
  await importTensorFlow(); // the backend that holds the LayersModel's tensors
  const model = await loadBundleModel(bundle);
  const graph = inceptionV1({ classes: classes.length, inputSize: input.size, heads: "main" });
  const weights = await layersWeights(model, graph);
  model.dispose();
  return (images, signal) =>
    openEvaluator(graph, weights, {
      images,
      signal,
      view: { resize: input.resize, size: input.size },
    });
}
