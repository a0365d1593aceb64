/** Counts the scalars that a graph's weights hold. */
import { shapeSize, weightSpecs, type Graph, type GraphNode, type WeightSpec } from "./graph.ts";

/** Numbers in a graph's weights. */
export interface ParameterCount {
  /** Learned by gradient. */
  readonly trainable: number;
  /** Moving means and variances. */
  readonly fixed: number;
  readonly total: number;
}

/** Of the whole graph; `inceptionV1()` has 6,986,120, and 6,178,552 with its main head only. */
export function countParameters(graph: Graph): ParameterCount {
  const specs = weightSpecs(graph);
  const trainable = count(specs.filter((spec) => spec.trainable));
  const total = count(specs);
  return { trainable, fixed: total - trainable, total };
}

/** Of one node, trainable or not. */
export function nodeParameters(node: GraphNode): number {
  return count(node.weights);
}

function count(specs: readonly WeightSpec[]): number {
  return specs.reduce((sum, { shape }) => sum + shapeSize(shape), 0);
}
