/** What the caller sees of a model: names, shapes and descriptions of its inputs and outputs. */
import type { Graph } from "@inception-edge/model";
import type { OnnxPort } from "../onnx-model.ts";
import { channelsFirst } from "./channels-first.ts";

/** As Hugging Face's exporters call it, and so transformers.js and much of the code written for onnxruntime. */
export const INPUT_NAME = "pixel_values";

/** Names of a softmax head's two outputs: of the main one as that code expects them, of others after the head's name. */
export function headNames(head: string): {
  readonly logits: string;
  readonly probabilities: string;
} {
  const prefix = head === "main_out" ? "" : `${head}/`;
  return { logits: `${prefix}logits`, probabilities: `${prefix}probabilities` };
}

/** @param description of the input */
export function inputPort({ nodes: [input] }: Graph, description: string): OnnxPort {
  return { name: INPUT_NAME, shape: channelsFirst(input!.shape), description, isImage: true };
}

/** Logits first, where code that applies a softmax itself looks for them. */
export function outputPorts({ nodes, outputs }: Graph): readonly OnnxPort[] {
  return outputs.flatMap((head) => {
    const { shape } = nodes.find(({ name }) => name === head)!;
    const { logits, probabilities } = headNames(head);
    return [
      { name: logits, shape, description: "Before the softmax", isImage: false },
      { name: probabilities, shape, description: "Probability of each class", isImage: false },
    ];
  });
}
