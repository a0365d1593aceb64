/** Convolution with its bias, then ReLU: Conv and Relu. */
import type { Lowering, NodeOf } from "./lowering.ts";
import { samePads } from "./padding.ts";

export const conv: Lowering<NodeOf<"conv">> = (node, [map], builder) => {
  const { name, kernelSize: size, stride } = node;
  const attributes = {
    kernel_shape: [size, size],
    strides: [stride, stride],
    pads: samePads(map!.shape, { size, stride }),
  };
  const inputs = [map!.name, ...builder.addWeights(node)];
  const sum = builder.addOperator({ kind: "Conv", attributes }, inputs, `${name}/sum`);
  return builder.addActivation(node, { kind: "Relu" }, [sum]);
};
