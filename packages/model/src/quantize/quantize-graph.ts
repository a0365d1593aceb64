/**
 * Post-training quantization: a trained graph and what a calibration saw of its activations → an int8
 * TFLite model, float32 at its input and its output.
 */
import type { Graph } from "../graph.ts";
import { lowerGraph } from "../tflite/lower-graph.ts";
import type { TfliteModel } from "../tflite/tflite-model.ts";
import type { Weights } from "../weights.ts";
import { activationRanges } from "./activation-ranges.ts";
import type { RangeEstimator } from "./estimate-range.ts";
import { histogramOf } from "./calibration.ts";
import type { Calibration } from "./calibration.ts";
import { int8Format } from "./int8-format.ts";

export interface QuantizeOptions {
  readonly calibration: Calibration;
  /** Which one is best was measured: bench/quantization.bench.ts. */
  readonly estimator: RangeEstimator;
  /** Whether biases take up what rounding the kernels shifts. */
  readonly biasCorrection: boolean;
  /** For people, in the file. */
  readonly description: string;
}

/**
 * @param graph without batch normalization, its input in [0, 1]
 * @throws {RangeError} when the calibration lacks a node, or weights are missing or of another shape
 */
export function quantizeGraph(
  graph: Graph,
  weights: Weights,
  { calibration, estimator, biasCorrection, description }: QuantizeOptions,
): TfliteModel {
  const format = int8Format({
    ranges: activationRanges(graph, { calibration, estimator }),
    ...(biasCorrection && { inputMeans: inputMeans(graph, calibration) }),
  });
  return lowerGraph(graph, weights, { format, description });
}

/** Mean of each channel that a convolution or a dense layer reads, by the layer's name. */
export function inputMeans(
  graph: Graph,
  calibration: Calibration,
): ReadonlyMap<string, Float64Array> {
  const nodes = new Map(graph.nodes.map((node) => [node.name, node]));
  const means = new Map<string, Float64Array>();
  for (const node of graph.nodes) {
    if (node.op !== "conv" && node.op !== "dense") continue;
    let from = nodes.get(node.inputs[0]!)!;
    while (from.op === "dropout" || from.op === "flatten") from = nodes.get(from.inputs[0]!)!;
    means.set(node.name, histogramOf(calibration, from.name).channelMeans);
  }
  return means;
}
