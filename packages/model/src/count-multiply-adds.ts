/**
 * Counts the multiply-adds of one image's way through a graph, as the paper does ("1.5 billion
 * multiply-adds", §1): kernels of convolutions and dense layers, borders counted as if they were
 * inside. Biases, normalization, pools and activations are left out.
 */
import { shapeSize, type Graph, type GraphNode } from "./graph.ts";

/** Of the whole graph for one image. */
export function countMultiplyAdds(graph: Graph): number {
  return graph.nodes.reduce((sum, node) => sum + nodeMultiplyAdds(node), 0);
}

/** Of one node for one image: every value of a kernel is used once per position of the output map. */
export function nodeMultiplyAdds(node: GraphNode): number {
  const positions = shapeSize(node.shape.slice(0, -1));
  const kernel = node.weights.find(({ kind }) => kind === "kernel");
  return kernel === undefined ? 0 : positions * shapeSize(kernel.shape);
}
