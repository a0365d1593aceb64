/**
 * ReLU after a max pool instead of before it: the greatest of max(x, 0) is max(greatest x, 0), so values and gradients are the
 * same, and the ReLU has a quarter of the elements to go through.
 */
import { isNormalized, type Graph, type GraphNode } from "@inception-edge/model";

/** Names of convolutions without their ReLU, and of the max pools that make up for it. */
export interface LateActivations {
  readonly convolutions: ReadonlySet<string>;
  readonly pools: ReadonlySet<string>;
}

/**
 * Those max pools on whose input nothing else depends. With biases there are none: where a ReLU is missing between a bias and
 * a concatenation, oneDNN's pass merges one branch's bias gradient with another's kernel gradient (TensorFlow 2.21).
 */
export function lateActivations({ nodes }: Graph): LateActivations {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const uses = new Map<string, number>();
  for (const name of nodes.flatMap(({ inputs }) => inputs)) {
    uses.set(name, (uses.get(name) ?? 0) + 1);
  }
  const isAlone = ({ name }: GraphNode): boolean => uses.get(name) === 1;
  const found = { convolutions: new Set<string>(), pools: new Set<string>() };
  for (const pool of nodes) {
    if (pool.op !== "maxPool") continue;
    const source = byName.get(pool.inputs[0]!)!;
    const parts =
      source.op === "concat" ? source.inputs.map((name) => byName.get(name)!) : [source];
    if (![source, ...parts].every(isAlone) || !parts.every(isNormalized)) continue;
    found.pools.add(pool.name);
    for (const { name } of parts) found.convolutions.add(name);
  }
  return found;
}
