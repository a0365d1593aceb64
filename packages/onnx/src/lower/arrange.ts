/** Operations that arrange values and compute none: concatenation, flattening, and dropout, which is for training alone. */
import type { Lowering, NodeOf } from "./lowering.ts";

export const concat: Lowering<NodeOf<"concat">> = (node, inputs, builder) => {
  const names = inputs.map(({ name }) => name);
  return builder.addActivation(node, { kind: "Concat", attributes: { axis: 1 } }, names);
};

/** In the network's own order, height and width before channels, in which the weights behind it are. */
export const flatten: Lowering<NodeOf<"flatten">> = (node, [map], builder) => {
  const channelsLast = { kind: "Transpose", attributes: { perm: [0, 2, 3, 1] } };
  const arranged = builder.addOperator(channelsLast, [map!.name], `${node.name}/channels_last`);
  return builder.addActivation(node, { kind: "Flatten", attributes: { axis: 1 } }, [arranged]);
};

export const dropout: Lowering<NodeOf<"dropout">> = (_, [value]) => value!;
