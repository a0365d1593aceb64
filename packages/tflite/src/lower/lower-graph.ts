/**
 * A graph of plain convolutions as a TFLite model for one image: `[1, height, width, 3]` in,
 * probabilities `[1, classes]` out, both float32 whatever number format lies between them. Every tensor
 * has the name of the node that computes it.
 */
import type { Graph, GraphNode, Weights } from "@inception-edge/model";
import type { TfliteModel } from "../tflite-model.ts";
import type { Lowering } from "./lowering.ts";
import { LOWERINGS } from "./lowerings.ts";
import { ModelBuilder } from "./model-builder.ts";
import type { NumberFormat } from "./number-format.ts";

/** How {@link lowerGraph} stores numbers, and what the file says. */
export interface LowerOptions {
  readonly format: NumberFormat;
  /** Text that the file carries for people. */
  readonly description: string;
}

/**
 * @param graph without batch normalization, which {@link foldBatchNorm} folds into the kernels
 * @throws {RangeError} when it has any, or when a weight is missing or has another shape
 */
export function lowerGraph(
  graph: Graph,
  weights: Weights,
  { format, description }: LowerOptions,
): TfliteModel {
  const builder = new ModelBuilder(weights, format);
  /** Tensor by the name of the node that computes it. */
  const computed = new Map<string, number>();
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((name) => computed.get(name)!); // nodes are in topological order
    const lowering = LOWERINGS[node.op] as Lowering<GraphNode>; // of this very operation
    computed.set(node.name, lowering(node, inputs, builder));
  }
  const outputs = graph.outputs.map((name) => computed.get(name)!);
  return builder.build(description, outputs);
}
