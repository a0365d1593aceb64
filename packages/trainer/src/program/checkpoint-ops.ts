/** Saves and restores variables in the graph, in TensorFlow's checkpoint format. */
import { types } from "@inception-edge/tensorflow/attributes";
import {
  assign,
  read,
  type GraphBuilder,
  type Signature,
  type Tensor,
  type Variable,
} from "@inception-edge/tensorflow/graph";
import { constant, identity, placeholder, stringConstant } from "@inception-edge/tensorflow/ops";

/** Signatures `save` and `restore`. Both take `prefix`, with which the paths of the checkpoint's files begin. */
export function checkpointSignatures(
  graph: GraphBuilder,
  variables: readonly Variable[],
): { readonly save: Signature; readonly restore: Signature } {
  const prefix = placeholder(graph, "checkpoint_prefix", "string");
  const names = stringConstant(
    graph,
    variables.map(({ name }) => name),
  );
  const slices = stringConstant(
    graph,
    variables.map(() => ""),
  ); // "": the whole variable
  const dtypes = types(variables.map(() => "float32"));
  const saved = graph.add("SaveV2", {
    inputs: [prefix, names, slices, ...variables.map((variable) => read(variable))],
    attributes: { dtypes },
  });
  const restored = graph.add("RestoreV2", {
    inputs: [prefix, names, slices],
    attributes: { dtypes },
    outputs: variables.map(({ shape }) => ({ shape, dtype: "float32" as const })),
  }).outputs;
  const assigned = variables.map((variable, index) => assign(variable, restored[index]!));
  // A run must fetch a tensor and cannot fetch effects: so it fetches the count once the effects have happened.
  const count = constant(graph, variables.length, "int32");
  const after = (name: string, effects: Parameters<typeof identity>[2]): Tensor =>
    identity(count, name, effects);
  return {
    save: { inputs: { prefix }, outputs: { variables: after("saved", [saved]) } },
    restore: { inputs: { prefix }, outputs: { variables: after("restored", assigned) } },
  };
}
