/** How a TFLite model stores its numbers; the network is the same in every format. */
import type { GraphNode } from "@inception-edge/model";
import type { TfliteTensor } from "../tensor.ts";

/** A node with weights. */
export type WeightedNode = Extract<GraphNode, { op: "conv" | "dense" }>;

/** The weights of one node in the order of TFLite. */
export interface NodeWeights {
  /** Output-major: the weights of output 0, then those of output 1 … */
  readonly kernel: Float32Array;
  /** One per output. */
  readonly bias: Float32Array;
}

/** What a tensor holds, without its name and shape. */
export type Stored = Pick<TfliteTensor, "type" | "quantization" | "data">;

/** Chooses the type and scale of every tensor. */
export interface NumberFormat {
  /** Type and scale of the node's output; for a softmax node, those of its logits. */
  activation(nodeName: string): Stored;
  /** The node's kernel and bias as the file stores them. */
  weights(
    node: WeightedNode,
    weights: NodeWeights,
  ): { readonly kernel: Stored; readonly bias: Stored };
}

/** Every number as training left it. */
export const float32Format: NumberFormat = {
  activation: () => ({ type: "float32" }),
  weights: (_, { kernel, bias }) => ({
    kernel: { type: "float32", data: kernel },
    bias: { type: "float32", data: bias },
  }),
};
