/**
 * Convolutions of 1 × 1 on one map, of which each inception block has three. Computed as one, whose kernel has all their
 * outputs, the map is read once instead of three times, and its gradient is one tensor instead of a sum of three.
 */
import type { Graph, GraphNode } from "@inception-edge/model";

/** A convolution of the network. */
export type ConvNode = Extract<GraphNode, { op: "conv" }>;

/** The convolutions that can be computed together with others, by the name of each. */
export function siblingConvolutions(model: Graph): ReadonlyMap<string, readonly ConvNode[]> {
  const pointwise = model.nodes.filter(
    (node): node is ConvNode => node.op === "conv" && node.kernelSize === 1 && node.stride === 1,
  );
  const byInput = Map.groupBy(pointwise, ({ inputs }) => inputs[0]!);
  return new Map(
    [...byInput.values()].flatMap((siblings) => siblings.map((node) => [node.name, siblings])),
  );
}
