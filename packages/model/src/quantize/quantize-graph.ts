/**
 * Post-training quantization: a trained graph and the calibration of its activations → the integers of an int8 model,
 * which packages for file formats write.
 */
import type { Graph } from "../graph.ts";
import { checkWeights, type Weights } from "../weights.ts";
import { activationRanges } from "./activation-ranges.ts";
import { histogramOf, type Calibration } from "./calibration.ts";
import type { RangeEstimator } from "./estimate-range.ts";
import { int8Numbers, type QuantizedGraph } from "./int8-numbers.ts";
import { computesValues } from "./scale-sources.ts";
import { usableRanges } from "./usable-ranges.ts";

/** How {@link quantizeGraph} chooses scales and biases. */
export interface QuantizeOptions {
  readonly calibration: Calibration;
  /** Compared in bench/quantization.bench.ts. */
  readonly estimator: RangeEstimator;
  /** Whether biases correct the shift that rounding the kernels causes. */
  readonly biasCorrection: boolean;
}

/**
 * @param graph without batch normalization, its input in [0, 1]
 * @throws {RangeError} when the calibration has no values of a node, or when a weight is missing or has
 *   another shape
 */
export function quantizeGraph(
  graph: Graph,
  weights: Weights,
  { calibration, estimator, biasCorrection }: QuantizeOptions,
): QuantizedGraph {
  checkWeights(graph, weights);
  return int8Numbers(graph, weights, {
    ranges: usableRanges(graph, weights, activationRanges(graph, { calibration, estimator })),
    ...(biasCorrection && { inputMeans: inputMeans(graph, calibration) }),
  });
}

/** Mean of each channel that a node with weights reads, by the node's name. */
export function inputMeans(
  graph: Graph,
  calibration: Calibration,
): ReadonlyMap<string, Float64Array> {
  const nodes = new Map(graph.nodes.map((node) => [node.name, node]));
  const means = new Map<string, Float64Array>();
  for (const node of graph.nodes) {
    if (node.weights.length === 0) continue;
    let source = nodes.get(node.inputs[0]!)!;
    while (!computesValues(source)) source = nodes.get(source.inputs[0]!)!;
    means.set(node.name, histogramOf(calibration, source.name).channelMeans);
  }
  return means;
}
