/** A dense layer: Gemm with its ReLU, or followed by a Softmax of its own. */
import type { OnnxValue } from "../onnx-model.ts";
import type { Lowering, NodeOf } from "./lowering.ts";
import { headNames } from "./ports.ts";

export const dense: Lowering<NodeOf<"dense">> = (node, [vector], builder) => {
  const inputs = [vector!.name, ...builder.addWeights(node)];
  const layer = { kind: "Gemm", attributes: { transB: 1 } };
  if (node.activation === "relu") {
    const sum = builder.addOperator(layer, inputs, `${node.name}/sum`);
    return builder.addActivation(node, { kind: "Relu" }, [sum]);
  }
  const { logits, probabilities } = headNames(node.name);
  const { shape }: OnnxValue = builder.addActivation(node, layer, inputs, logits);
  // Float32 in either model: int8 probabilities would be multiples of 1/256, most of them equal.
  builder.addOperator({ kind: "Softmax", attributes: { axis: 1 } }, [logits], probabilities);
  return { name: probabilities, shape };
};
