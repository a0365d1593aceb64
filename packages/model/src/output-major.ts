/** Weights with the output channels first, as file formats for inference store them. */
import type { GraphNode } from "./graph.ts";
import { weightValues, type Weights } from "./weights.ts";

/** A node with weights. */
export type WeightedNode = Extract<GraphNode, { op: "conv" | "dense" }>;

/** The weights of one node with a bias. */
export interface NodeWeights {
  /** Output-major: the weights of output 0, `[height, width, in]` or `[in]`, then those of output 1 … */
  readonly kernel: Float32Array;
  /** One per output. */
  readonly bias: Float32Array;
}

/** Whether the node has weights. */
export function isWeighted(node: GraphNode): node is WeightedNode {
  return node.weights.length > 0;
}

/**
 * Kernels `[height, width, in, out]` and `[in, out]` with their last axis first.
 * @throws {RangeError} when the node is batch-normalized, or a weight is missing or has another shape
 */
export function outputMajor(node: WeightedNode, weights: Weights): NodeWeights {
  if (node.op === "conv" && node.normalization === "batch") {
    throw new RangeError(
      `Cannot lower "${node.name}": it is batch-normalized; fold the normalization first, with foldBatchNorm`,
    );
  }
  const [kernelSpec, biasSpec] = node.weights;
  const kernel = weightValues(weights, kernelSpec!);
  const bias = weightValues(weights, biasSpec!);
  const outputs = bias.length;
  const fanIn = kernel.length / outputs;
  const transposed = new Float32Array(kernel.length);
  for (let output = 0; output < outputs; output += 1) {
    for (let index = 0; index < fanIn; index += 1) {
      transposed[output * fanIn + index] = kernel[index * outputs + output]!;
    }
  }
  return { kernel: transposed, bias };
}
