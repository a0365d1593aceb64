/** The image: float32 for the caller, then quantized when the number format is int8. */
import type { Lowering, NodeOf } from "./lowering.ts";

export const input: Lowering<NodeOf<"input">> = (node, _, builder) => {
  const image = builder.addInput(node.name, [1, ...node.shape]);
  const { type } = builder.stored(node);
  if (type === "float32") return image;
  const output = builder.addActivation(node, `${node.name}/${type}`);
  return builder.addOperator({ kind: "quantize", inputs: [image], output });
};
