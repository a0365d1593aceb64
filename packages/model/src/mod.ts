/**
 * Inception v1 for small images as data, and what follows from it: its graph, shapes, weights and counts. Runs on Node,
 * Deno and in browsers, and needs no TensorFlow; `@inception-edge/model/layers` builds a tfjs `LayersModel` of it.
 *
 * @example
 * ```ts
 * import { countParameters, inceptionV1 } from "@inception-edge/model";
 *
 * const graph = inceptionV1({ classes: 200 }); // all three heads
 * console.log(countParameters(graph).total); // 6986120
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
  NormalizedNode,
  Operation,
  OutputName,
  PlacedOperation,
  PoolOperation,
  Shape,
  WeightKind,
  WeightSpec,
} from "./graph.ts";
export { isHead, isNormalized, shapeSize, shapeText, weightSpecs } from "./graph.ts";
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
export type { NodeWeights, WeightedNode } from "./output-major.ts";
export { isWeighted, outputMajor } from "./output-major.ts";
export { foldBatchNorm } from "./fold-batch-norm.ts";
export { foldTemperature } from "./fold-temperature.ts";
export { pooledMap } from "./pooled-map.ts";
export { pruneToMain } from "./prune-to-main.ts";
