/** How one operation of a graph becomes TFLite operators. */
import type { GraphNode } from "@inception-edge/model";
import type { ModelBuilder } from "./model-builder.ts";

/**
 * Adds a node's operators and tensors to the model.
 * @param inputs indices of the tensors that the node reads
 * @returns the index of the tensor that holds the node's output
 */
export type Lowering<Node extends GraphNode> = (
  node: Node,
  inputs: readonly number[],
  builder: ModelBuilder,
) => number;

/** Nodes of one operation. */
export type NodeOf<Op extends GraphNode["op"]> = GraphNode & { readonly op: Op };
