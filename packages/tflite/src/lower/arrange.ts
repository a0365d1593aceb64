/** Operations that arrange values and compute none: concatenation, flattening, and dropout, which is for training alone. */
import type { Lowering, NodeOf } from "./lowering.ts";

export const concat: Lowering<NodeOf<"concat">> = (node, inputs, builder) => {
  const output = builder.addActivation(node);
  return builder.addOperator({ kind: "concatenation", axis: 3, inputs, output });
};

export const flatten: Lowering<NodeOf<"flatten">> = (node, inputs, builder) => {
  const shape = [1, ...node.shape];
  const target = builder.addIntegers(`${node.name}/shape`, shape);
  const output = builder.addActivation(node);
  return builder.addOperator({ kind: "reshape", shape, inputs: [...inputs, target], output });
};

export const dropout: Lowering<NodeOf<"dropout">> = (_, inputs) => inputs[0]!;
