/** How one operation of a graph becomes ONNX operators. */
import type { GraphNode } from "@inception-edge/model";
import type { OnnxValue } from "../onnx-model.ts";
import type { ModelBuilder } from "./model-builder.ts";

/**
 * Adds a node's operators and constants to the model.
 * @param inputs what the node reads
 * @returns what the node computes
 */
export type Lowering<Node extends GraphNode> = (
  node: Node,
  inputs: readonly OnnxValue[],
  builder: ModelBuilder,
) => OnnxValue;

/** Nodes of one operation. */
export type NodeOf<Op extends GraphNode["op"]> = GraphNode & { readonly op: Op };
