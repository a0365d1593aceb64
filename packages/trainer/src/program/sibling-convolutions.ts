/**
 * Convolutions of 1 × 1 on one map, of which each inception block has three. Computed as one, whose kernel has all their
 * outputs, the map is read once instead of three times, and its gradient is one tensor instead of a sum of three.
 */
import { isNormalized, type Graph, type GraphNode } from "@inception-edge/model";

/** A convolution of the network. */
export type ConvNode = Extract<GraphNode, { op: "conv" }>;

/** Where the channels are no multiple of this, oneDNN takes seven times as long to normalize a batch. */
const BLOCK = 16;

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

/** Channels of the output of convolutions computed as one: each one's, then those of the filler. */
export function outputChannels(nodes: readonly ConvNode[]): number[] {
  return [...nodes.map(({ filters }) => filters), ...fillerChannels(nodes)];
}

/** Channels of a filler to a multiple of {@link BLOCK}, if there must be one: only what is normalized as a whole has it. */
export function fillerChannels(nodes: readonly GraphNode[]): readonly number[] {
  const normalized = nodes.filter(isNormalized);
  const excess = normalized.reduce((sum, { filters }) => sum + filters, 0) % BLOCK;
  return normalized.length > 1 && excess > 0 ? [BLOCK - excess] : [];
}
