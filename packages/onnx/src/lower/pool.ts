/** Pooling: over windows by MaxPool and AveragePool, over the whole map by GlobalAveragePool. */
import type { Lowering, NodeOf } from "./lowering.ts";
import { samePads } from "./padding.ts";

export const maxPool: Lowering<NodeOf<"maxPool">> = windowPool("MaxPool");
/** Padding does not enter the average: ONNX leaves it out where nothing else is said. */
export const averagePool: Lowering<NodeOf<"averagePool">> = windowPool("AveragePool");

function windowPool(kind: "MaxPool" | "AveragePool"): Lowering<NodeOf<"maxPool" | "averagePool">> {
  return (node, [map], builder) => {
    const { size, stride, padding } = node;
    const attributes = {
      kernel_shape: [size, size],
      strides: [stride, stride],
      pads: padding === "same" ? samePads(map!.shape, { size, stride }) : [0, 0, 0, 0],
    };
    return builder.addActivation(node, { kind, attributes }, [map!.name]);
  };
}

export const globalAveragePool: Lowering<NodeOf<"globalAveragePool">> = (node, [map], builder) => {
  // [batch, channels, 1, 1] → [batch, channels]
  const mean = builder.addOperator({ kind: "GlobalAveragePool" }, [map!.name], `${node.name}/map`);
  return builder.addActivation(node, { kind: "Flatten", attributes: { axis: 1 } }, [mean]);
};
