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
export { isHead, shapeSize, weightSpecs } from "./graph.ts";
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
export { foldTemperature } from "./fold-temperature.ts";
export { pruneToMain } from "./prune-to-main.ts";
export { toLayersModel } from "./to-layers-model.ts";
export { layersWeights, setLayersWeights } from "./layers-weights.ts";

// The input contract, the ranking of answers and the bundle: what needs no tfjs, and has entry points of its own.
export * from "./bundle.ts";
export { encodeLayersModel, loadBundleModel } from "./bundle/tfjs-format.ts";
export { renderModelCard } from "./bundle/model-card.ts";
