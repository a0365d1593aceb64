/** Cuts a trained network off at a feature map, to learn what it sees in an image there. */
import type { Graph, PlacedOperation } from "./graph.ts";
import { inferGraph } from "./shape-inference.ts";
import type { WeightedGraph, Weights } from "./weights.ts";

/**
 * A network whose `main_out` has the map, averaged over height and width, for its logits `[channels]`: a head whose kernel
 * is the identity answers with what it is given.
 *
 * @param map name of a node that yields `[height, width, channels]`, such as `inception_4a/concat`
 * @throws {RangeError} if the network has no such node
 */
export function pooledMap(graph: Graph, weights: Weights, map: string): WeightedGraph {
  const units = graph.nodes.find(({ name }) => name === map)?.shape[2];
  if (units === undefined) {
    const maps = graph.nodes.filter(({ op }) => op === "concat").map(({ name }) => name);
    throw new RangeError(
      `Cannot cut the network at "${map}": it has no such feature map; wanted one such as ${maps.join(", ")}`,
    );
  }
  const needed = new Set([map]);
  const operations: PlacedOperation[] = [
    { name: "global_pool", op: "globalAveragePool", inputs: [map] },
    { name: "main_out", op: "dense", units, activation: "softmax", inputs: ["global_pool"] },
  ];
  for (const node of graph.nodes.toReversed()) {
    if (!needed.has(node.name)) continue;
    operations.unshift(node);
    for (const input of node.inputs) needed.add(input);
  }
  const nodes = inferGraph(operations);
  const trained = nodes.slice(0, -1).flatMap((node) => node.weights);
  const identity = Float32Array.from({ length: units ** 2 }, (_, at) =>
    at % (units + 1) === 0 ? 1 : 0,
  );
  return {
    graph: { nodes, outputs: ["main_out"] },
    weights: new Map([
      ...trained.map(({ name }) => [name, weights.get(name)!] as const),
      ["main_out/kernel", { shape: [units, units], values: identity }],
      ["main_out/bias", { shape: [units], values: new Float32Array(units) }],
    ]),
  };
}
