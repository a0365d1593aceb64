/** The signature that sets a program's weights to given values. */
import {
  assign,
  type GraphBuilder,
  type Signature,
  type Variable,
} from "@inception-edge/tensorflow/graph";
import { constant, deepCopy, identity, placeholder } from "@inception-edge/tensorflow/ops";

/** `load`: the value of every variable by its name, float32 → the number of variables. */
export function loadSignature(graph: GraphBuilder, variables: readonly Variable[]): Signature {
  const fed = variables.map(({ name, shape }) =>
    placeholder(graph, `feed/${name}`, "float32", shape),
  );
  const loaded = variables.map((each, index) => assign(each, deepCopy(fed[index]!)));
  const count = constant(graph, variables.length, "int32");
  return {
    inputs: Object.fromEntries(variables.map(({ name }, index) => [name, fed[index]!])),
    outputs: { variables: identity(count, "loaded", loaded) },
  };
}
