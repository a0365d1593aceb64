/** A dense layer: FULLY_CONNECTED with its ReLU, or followed by a SOFTMAX of its own. */
import type { Lowering, NodeOf } from "./lowering.ts";
import type { ModelBuilder } from "./model-builder.ts";

export const dense: Lowering<NodeOf<"dense">> = (node, inputs, builder) => {
  const { name, units, activation } = node;
  const weights = builder.addWeights(node, [units, node.weights[0]!.shape[0]!]);
  const layer = { kind: "fullyConnected", inputs: [...inputs, ...weights] } as const;
  if (activation === "relu") {
    return builder.addOperator({ ...layer, activation, output: builder.addActivation(node) });
  }
  const logits = builder.addActivation(node, logitsName(name));
  builder.addOperator({ ...layer, activation: "none", output: logits });
  // Float32 in every format: int8 probabilities would be multiples of 1/256, most of them equal.
  const output = builder.addTensor(name, [1, units], { type: "float32" });
  const exact = inFloat32(logits, `${logitsName(name)}/float32`, builder);
  return builder.addOperator({ kind: "softmax", beta: 1, inputs: [exact], output });
};

/** Name of the tensor with what a softmax node's layer computes before the softmax. */
export function logitsName(nodeName: string): string {
  return `${nodeName}/logits`;
}

/** The tensor as float32, under a new name; the tensor itself when it is float32 already. */
function inFloat32(index: number, name: string, builder: ModelBuilder): number {
  const { type, shape } = builder.tensor(index);
  if (type === "float32") return index;
  const output = builder.addTensor(name, shape, { type: "float32" });
  return builder.addOperator({ kind: "dequantize", inputs: [index], output });
}
