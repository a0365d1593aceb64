/** Convolution with its bias and ReLU: one CONV_2D. */
import type { Lowering, NodeOf } from "./lowering.ts";

export const conv: Lowering<NodeOf<"conv">> = (node, inputs, builder) => {
  const { kernelSize, stride, filters, activation } = node;
  const channels = node.weights[0]!.shape[2]!;
  const output = builder.addActivation(node);
  const weights = builder.addWeights(node, [filters, kernelSize, kernelSize, channels]);
  return builder.addOperator({
    kind: "conv2d",
    padding: "same",
    stride,
    activation,
    inputs: [...inputs, ...weights],
    output,
  });
};
