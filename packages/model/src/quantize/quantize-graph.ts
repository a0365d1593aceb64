/**
 * Post-training quantization: a trained graph and what a calibration saw of its activations → an int8
 * TFLite model, float32 at its input and its output.
 */
import type { Graph } from "../graph.ts";
import { lowerGraph } from "../tflite/lower-graph.ts";
import type { TfliteModel } from "../tflite/tflite-model.ts";
import type { Weights } from "../weights.ts";
import type { ActivationHistogram } from "./activation-histogram.ts";
import { estimateRange } from "./activation-range.ts";
import type { ActivationRange, RangeEstimator } from "./activation-range.ts";
import { int8Format } from "./int8-format.ts";
import { computesAnew, sharedScales } from "./shared-scales.ts";

/** By node name; a softmax node's is of its logits. See {@link watchedTensors}. */
export type Calibration = ReadonlyMap<string, ActivationHistogram>;

export interface QuantizeOptions {
  readonly calibration: Calibration;
  /** Default: the best measured, see the package's README. */
  readonly estimator?: RangeEstimator;
  /** Default: true. */
  readonly correctBias?: boolean;
  /** For people, in the file. */
  readonly description: string;
}

/** Samples are in [0, 1]: with this range the int8 input is the picture's own bytes less 128. */
const INPUT_RANGE: ActivationRange = { minimum: 0, maximum: 1 };

/**
 * @param graph without batch normalization, its input in [0, 1]
 * @throws {RangeError} when the calibration lacks a node, or weights are missing or of another shape
 */
export function quantizeGraph(
  graph: Graph,
  weights: Weights,
  options: QuantizeOptions,
): TfliteModel {
  const { calibration, estimator = "mse", correctBias = true, description } = options;
  const histogramOf = (name: string): ActivationHistogram => {
    const histogram = calibration.get(name);
    if (histogram !== undefined) return histogram;
    throw new RangeError(`Cannot quantize: the calibration has not seen "${name}"`);
  };
  const leaders = sharedScales(graph);
  const computed = graph.nodes.filter(computesAnew);
  const ranges = new Map<string, ActivationRange>();
  for (const leader of leaders.values()) {
    if (ranges.has(leader)) continue;
    const sharing = computed.filter((node) => leaders.get(node.name) === leader);
    const isInput = sharing.some((node) => node.op === "input");
    ranges.set(
      leader,
      isInput
        ? INPUT_RANGE
        : estimateRange(
            sharing.map((node) => histogramOf(node.name)),
            estimator,
          ),
    );
  }
  const format = int8Format({
    ranges: new Map([...leaders].map(([name, leader]) => [name, ranges.get(leader)!])),
    ...(correctBias && { inputMeans: inputMeans(graph, histogramOf) }),
  });
  return lowerGraph(graph, weights, { format, description });
}

/** The tensors of the float32 model that a calibration must see, by the node that each belongs to; the input first. */
export function watchedTensors(graph: Graph): ReadonlyMap<string, string> {
  return new Map(
    graph.nodes
      .filter(({ op }) => op !== "dropout" && op !== "flatten")
      .map((node) => [
        node.name,
        node.op === "dense" && node.activation === "softmax" ? `${node.name}/logits` : node.name,
      ]),
  );
}

/** Mean of each channel that a convolution or a dense layer reads. */
function inputMeans(
  graph: Graph,
  histogramOf: (name: string) => ActivationHistogram,
): ReadonlyMap<string, Float64Array> {
  const nodes = new Map(graph.nodes.map((node) => [node.name, node]));
  const means = new Map<string, Float64Array>();
  for (const node of graph.nodes) {
    if (node.op !== "conv" && node.op !== "dense") continue;
    let from = nodes.get(node.inputs[0]!)!;
    while (from.op === "dropout" || from.op === "flatten") from = nodes.get(from.inputs[0]!)!;
    means.set(node.name, histogramOf(from.name).channelMeans);
  }
  return means;
}
