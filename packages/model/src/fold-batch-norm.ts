/**
 * Folds batch normalization into the convolution before it, so that the exported network is the
 * plain one of convolutions with biases: γ · (W∗x − m) / √(v + ε) + β = (s · W)∗x + (β − s · m) with
 * s = γ / √(v + ε) an output channel. Exact but for one rounding of each result to float32.
 */
import {
  isNormalized,
  type Graph,
  type GraphNode,
  type NormalizedNode,
  type PlacedOperation,
  type WeightKind,
} from "./graph.ts";
import { inferGraph } from "./shape-inference.ts";
import { weightValues, type WeightedGraph, type Weights, type WeightValues } from "./weights.ts";

/**
 * The same network without normalization, with the weights that it then has; weights that do not
 * change are not copied. A network without normalization is returned as it came.
 *
 * @throws {RangeError} when a weight is missing or of another shape
 */
export function foldBatchNorm(graph: Graph, weights: Weights): WeightedGraph {
  const nodes = inferGraph(graph.nodes.map(withoutNormalization));
  const folded = new Map(weights);
  for (const node of graph.nodes) {
    if (!isNormalized(node)) continue;
    const { kernel, bias } = foldNode(node, weights);
    for (const { name } of node.weights) folded.delete(name);
    folded.set(`${node.name}/kernel`, kernel).set(`${node.name}/bias`, bias);
  }
  return { graph: { ...graph, nodes }, weights: folded };
}

function withoutNormalization(node: GraphNode): PlacedOperation {
  if (!isNormalized(node)) return node;
  const { name, inputs, op, kernelSize, stride, filters, activation } = node;
  return { name, inputs, op, kernelSize, stride, filters, activation, normalization: "bias" };
}

function foldNode(
  node: NormalizedNode,
  weights: Weights,
): { kernel: WeightValues; bias: WeightValues } {
  const { filters, batchNormEpsilon } = node;
  const read = (kind: WeightKind): WeightValues => {
    const spec = node.weights.find((candidate) => candidate.kind === kind)!;
    return { shape: spec.shape, values: weightValues(weights, spec) };
  };
  const [kernel, gamma, beta] = [read("kernel"), read("gamma").values, read("beta").values];
  const [mean, variance] = [read("mean").values, read("variance").values];
  const scale = Float64Array.from(
    gamma,
    (factor, channel) => factor / Math.sqrt(variance[channel]! + batchNormEpsilon),
  );
  return {
    kernel: {
      shape: kernel.shape, // [height, width, in, out]: the output channel changes fastest
      values: kernel.values.map((value, index) => value * scale[index % filters]!),
    },
    bias: {
      shape: [filters],
      values: beta.map((shift, channel) => shift - mean[channel]! * scale[channel]!),
    },
  };
}
