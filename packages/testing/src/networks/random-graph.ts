/** Small graphs of the operations that our networks have, drawn at random, each ending in a softmax. */
import {
  inferGraph,
  type Graph,
  type GraphNode,
  type Operation,
  type PlacedOperation,
} from "@inception-edge/model";

/** @param seed gives the graph */
export function randomGraph(seed: number): Graph {
  const random = mulberry32(seed);
  const whole = (least: number, most: number): number =>
    least + Math.floor(random() * (most - least + 1));
  const pick = <T>(values: readonly T[]): T => values[whole(0, values.length - 1)]!;
  const operations: PlacedOperation[] = [];
  const place = (operation: Operation, ...inputs: string[]): string => {
    const name = `${operation.op}_${operations.length}`;
    operations.push({ ...operation, name, inputs });
    return name;
  };
  const conv = (from: string, stride: number): string =>
    place(
      {
        op: "conv",
        kernelSize: pick([1, 2, 3, 5, 7]),
        stride,
        filters: whole(1, 9),
        activation: "relu",
        normalization: "bias",
      },
      from,
    );
  const pool = (from: string, stride: number): string =>
    place(
      { op: pick(["maxPool", "averagePool"]), size: whole(2, 3), stride, padding: "same" },
      from,
    );
  const step = (from: string, stride: number): string => pick([conv, pool])(from, stride);

  let map = place({ op: "input", shape: [whole(9, 20), whole(9, 20), 3] });
  for (let layers = whole(1, 4); layers > 0; layers -= 1) {
    if (random() < 0.5) {
      map = step(map, whole(1, 2));
      continue;
    }
    const from = map;
    const branches = Array.from({ length: whole(2, 3) }, () => step(from, 1));
    map = place({ op: "concat" }, ...branches);
  }
  let vector = place({ op: pick(["globalAveragePool", "flatten"]) }, map);
  if (random() < 0.5)
    vector = place({ op: "dense", units: whole(2, 12), activation: "relu" }, vector);
  vector = place({ op: "dropout", rate: 0.4 }, vector);
  const name = "main_out";
  operations.push({
    op: "dense",
    units: whole(2, 7),
    activation: "softmax",
    name,
    inputs: [vector],
  });
  const nodes: GraphNode[] = inferGraph(operations);
  return { nodes, outputs: [name] };
}

/** Tommy Ettinger's generator, in the public domain: numbers in [0, 1). */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value ^= value + Math.imul(value ^ (value >>> 7), 61 | value);
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  };
}
