/** Cuts a trained network down to what answers: the main head and everything it reads. */
import type { Graph, GraphNode } from "./graph.ts";
import type { WeightedGraph, Weights, WeightValues } from "./weights.ts";

/** Leaves out the auxiliary heads with their weights; what remains is not copied. */
export function pruneToMain(graph: Graph, weights: Weights): WeightedGraph {
  const needed = new Set<string>(["main_out"]);
  const nodes: GraphNode[] = [];
  for (const node of graph.nodes.toReversed()) {
    if (!needed.has(node.name)) continue;
    nodes.unshift(node);
    for (const input of node.inputs) needed.add(input);
  }
  const kept = new Map<string, WeightValues>();
  for (const { name } of nodes.flatMap((node) => node.weights)) {
    const values = weights.get(name);
    if (values !== undefined) kept.set(name, values);
  }
  return { graph: { nodes, outputs: ["main_out"] }, weights: kept };
}
