/** How one operation of a graph becomes TFLite operators. */
import type { GraphNode } from "@inception-edge/model";
import type { ModelBuilder } from "./model-builder.ts";

export interface Lowering<Node extends GraphNode> {
  /**
   * What an int8 model computes for it: new values, which may have a scale of their own; values in the
   * scale of its inputs, because the kernel works on stored integers; or nothing, its input's own values.
   */
  readonly output: "own-scale" | "input-scale" | "input-values";
  /**
   * Adds its operators and tensors to the model.
   * @param inputs indices of the tensors that the node reads
   * @returns the index of the tensor that holds the node's output
   */
  lower(node: Node, inputs: readonly number[], builder: ModelBuilder): number;
}

/** Nodes of one operation. */
export type NodeOf<Op extends GraphNode["op"]> = GraphNode & { readonly op: Op };
