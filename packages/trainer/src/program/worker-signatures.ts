/** The signatures by which workers agree: what to do next, and on which variables. */
import {
  assign,
  read,
  type GraphBuilder,
  type Signature,
  type Variable,
} from "@inception-edge/tensorflow/graph";
import { constant, identity, placeholder, type Collectives } from "@inception-edge/tensorflow/ops";

/** int32 numbers of a command: five of its own, then indices and labels of a batch. */
export const commandLength = (batchSize: number): number => 5 + 2 * batchSize;

/**
 * - `command`: command int32 `[5 + 2·batch]` → the sum over the workers;
 * - `share`: gives all workers the values that worker 0's `variables` have.
 */
export function workerSignatures(
  graph: GraphBuilder,
  collectives: Collectives,
  { batchSize, variables }: { readonly batchSize: number; readonly variables: readonly Variable[] },
): { readonly command: Signature; readonly share: Signature } {
  const command = placeholder(graph, "command", "int32", [commandLength(batchSize)]);
  const values = collectives.fromFirst(variables.map((variable) => read(variable)));
  const assigned = variables.map((variable, index) => assign(variable, values[index]!));
  const count = constant(graph, variables.length, "int32");
  return {
    command: { inputs: { command }, outputs: { sum: collectives.sum(command) } },
    share: { inputs: {}, outputs: { variables: identity(count, "shared", assigned) } },
  };
}
