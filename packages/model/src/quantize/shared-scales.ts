/**
 * Which nodes must have one scale. A pool, a flattening and a concatenation copy stored values, so
 * what they read and what they yield have the same scale; a convolution, a dense layer and a mean
 * compute anew, and may choose their own. A branch that is concatenated could keep a finer scale of its
 * own and be requantized, which rounds twice where it now rounds once.
 */
import type { Graph, GraphNode } from "../graph.ts";

/** Operations that copy stored values. */
const COPYING: ReadonlySet<GraphNode["op"]> = new Set([
  "maxPool",
  "averagePool",
  "concat",
  "flatten",
  "dropout",
]);

/** By node name, the name of the first node that has the same scale: its own where that is itself. */
export function sharedScales(graph: Graph): ReadonlyMap<string, string> {
  const leaders = new Map<string, string>(graph.nodes.map(({ name }) => [name, name]));
  const leaderOf = (name: string): string => {
    const leader = leaders.get(name)!;
    return leader === name ? name : leaderOf(leader);
  };
  for (const node of graph.nodes) {
    if (!COPYING.has(node.op)) continue;
    const [first, ...others] = node.inputs.map(leaderOf);
    for (const name of [...others, node.name]) leaders.set(name, first!);
  }
  return new Map(graph.nodes.map(({ name }) => [name, leaderOf(name)]));
}

/** Whether the node's values are computed, not copied: those are what a calibration watches. */
export function computesAnew(node: GraphNode): boolean {
  return !COPYING.has(node.op);
}
