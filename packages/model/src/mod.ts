/**
 * Inception v1 for small pictures as data, what can be made of it, its input contract, and the bundle
 * that a trained one travels in. Runs on Node, Deno and in browsers, on any tfjs backend.
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { tensor } from "@tensorflow/tfjs-core";
 * import { loadBundleModel, prepareInput, readBundle, topK } from "@inception-edge/model";
 *
 * const bundle = await readBundle((path) => readFile(join("runs/latest/bundle", path)));
 * const model = await loadBundleModel(bundle);
 * const picture = prepareInput(bundle.manifest.input, decoder.decode(bytes)); // [56, 56, 3]
 * const scores = model.predict(tensor(picture, [1, 56, 56, 3])); // [1, classes]
 * topK(await scores.data(), 5); // [{ classIndex, score }, …]
 * ```
 *
 * @module
 */
export type {
  ConcatOperation,
  ConvOperation,
  DenseOperation,
  DropoutOperation,
  FlattenOperation,
  GlobalAveragePoolOperation,
  Graph,
  GraphNode,
  InputOperation,
  Normalization,
  Operation,
  OutputName,
  PlacedOperation,
  PoolOperation,
  Shape,
  WeightKind,
  WeightSpec,
} from "./graph.ts";
export { shapeSize, weightSpecs } from "./graph.ts";
export { inferGraph } from "./shape-inference.ts";

export type { InceptionRow } from "./architecture.ts";
export { INCEPTION_ROWS } from "./architecture.ts";
export type { InceptionOptions } from "./inception-v1.ts";
export { inceptionV1 } from "./inception-v1.ts";

export type { ParameterCount } from "./count-parameters.ts";
export { countParameters } from "./count-parameters.ts";
export { countMultiplyAdds } from "./count-multiply-adds.ts";
export type { BlockSaving, BottleneckSaving, Cost } from "./bottleneck-savings.ts";
export { bottleneckSavings } from "./bottleneck-savings.ts";
export { summary } from "./summary.ts";

export type { WeightedGraph, WeightValues, Weights } from "./weights.ts";
export { checkWeights, weightValues } from "./weights.ts";
export { foldBatchNorm } from "./fold-batch-norm.ts";
export { pruneToMain } from "./prune-to-main.ts";
export { toLayersModel } from "./to-layers-model.ts";
export { layersWeights, setLayersWeights } from "./layers-weights.ts";

export type { InputContract } from "./input-contract.ts";
export { DEFAULT_INPUT_CONTRACT, prepareInput } from "./input-contract.ts";
export type { Ranked } from "./top-k.ts";
export { topK } from "./top-k.ts";

export { BundleError } from "./bundle/bundle-error.ts";
export type {
  BundleClass,
  BundleDataset,
  BundleFile,
  BundleManifest,
  BundleQuantization,
  BundleRecipe,
  Evaluation,
  FileRole,
  JsonValue,
} from "./bundle/bundle-manifest.ts";
export { fileRoles, MANIFEST_PATH, SCHEMA_VERSION } from "./bundle/bundle-manifest.ts";
export { parseManifest } from "./bundle/parse-manifest.ts";
export type { BundleContent, BundleFacts } from "./bundle/encode-bundle.ts";
export { encodeBundle } from "./bundle/encode-bundle.ts";
export type { Bundle, ReadBundleOptions, ReadFile } from "./bundle/read-bundle.ts";
export { bundleFile, readBundle } from "./bundle/read-bundle.ts";
export { encodeLayersModel, loadBundleModel } from "./bundle/tfjs-format.ts";
export { renderModelCard } from "./bundle/model-card.ts";
export { encodeCamWeights } from "./bundle/cam-weights.ts";
