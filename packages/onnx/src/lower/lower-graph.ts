/**
 * A graph of plain convolutions as an ONNX model: `[batch, 3, height, width]` in, logits and probabilities
 * `[batch, classes]` out, all float32 whatever numbers lie between them. Every node's value has the node's name.
 */
import type { GraphNode, WeightedGraph } from "@inception-edge/model";
import type { QuantizedGraph } from "@inception-edge/model/quantize";
import type { OnnxModel, OnnxValue } from "../onnx-model.ts";
import type { Lowering } from "./lowering.ts";
import { LOWERINGS } from "./lowerings.ts";
import { ModelBuilder } from "./model-builder.ts";

/** A model without what it says about itself. */
export type LoweredGraph = Pick<OnnxModel, "constants" | "operators" | "values">;

/**
 * @param quantized the integers of an int8 model; undefined: float32
 * @throws {RangeError} when a node is batch-normalized, or a weight is missing or has another shape
 */
export function lowerGraph(
  { graph, weights }: WeightedGraph,
  quantized: QuantizedGraph | undefined,
): LoweredGraph {
  const builder = new ModelBuilder(weights, quantized);
  /** By the name of the node that computes it. */
  const computed = new Map<string, OnnxValue>();
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((name) => computed.get(name)!); // nodes are in topological order
    const lowering = LOWERINGS[node.op] as Lowering<GraphNode>; // of this very operation
    computed.set(node.name, lowering(node, inputs, builder));
  }
  const { constants, operators, values } = builder;
  return { constants, operators, values };
}
