/** Pooling: over windows by MAX_POOL_2D and AVERAGE_POOL_2D, over the whole map by MEAN. */
import type { Lowering, NodeOf } from "./lowering.ts";

export const maxPool: Lowering<NodeOf<"maxPool">> = windowPool("maxPool2d");
export const averagePool: Lowering<NodeOf<"averagePool">> = windowPool("averagePool2d");

function windowPool(
  kind: "maxPool2d" | "averagePool2d",
): Lowering<NodeOf<"maxPool" | "averagePool">> {
  return (node, inputs, builder) => {
    const { padding, stride, size } = node;
    const output = builder.addActivation(node);
    return builder.addOperator({ kind, padding, stride, size, inputs, output });
  };
}

/** MEAN, because an int8 AVERAGE_POOL_2D keeps the scale of the map, far too coarse for its mean. */
export const globalAveragePool: Lowering<NodeOf<"globalAveragePool">> = (node, inputs, builder) => {
  const axes = builder.addIntegers(`${node.name}/axes`, [1, 2]);
  const output = builder.addActivation(node);
  return builder.addOperator({
    kind: "mean",
    keepDimensions: false,
    inputs: [...inputs, axes],
    output,
  });
};
