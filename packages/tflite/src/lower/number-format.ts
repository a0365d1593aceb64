/** How a TFLite model stores its numbers; the network is the same in every format. */
import { outputMajor, type WeightedNode, type Weights } from "@inception-edge/model";
import type { QuantizedGraph } from "@inception-edge/model/quantize";
import type { Quantization, TfliteTensor } from "../tensor.ts";

/** What a tensor holds, without its name and shape. */
export type Stored = Pick<TfliteTensor, "type" | "quantization" | "data">;

/** Chooses the type and scale of every tensor. */
export interface NumberFormat {
  /** Type and scale of the node's output; for a softmax node, those of its logits. */
  activation(nodeName: string): Stored;
  /**
   * The node's kernel and bias as the file stores them, output-major.
   * @throws {RangeError} when one is missing or has another shape
   */
  weights(node: WeightedNode, weights: Weights): { readonly kernel: Stored; readonly bias: Stored };
}

/** Every number as training left it. */
export const float32Format: NumberFormat = {
  activation: () => ({ type: "float32" }),
  weights(node, weights) {
    const { kernel, bias } = outputMajor(node, weights);
    return { kernel: { type: "float32", data: kernel }, bias: { type: "float32", data: bias } };
  },
};

/** The integers of a quantized graph. */
export function int8Format(quantized: QuantizedGraph): NumberFormat {
  return {
    activation(name) {
      const { scale, zeroPoint } = quantized.activations.get(name)!;
      return { type: "int8", quantization: { scales: [scale], zeroPoints: [zeroPoint], axis: 0 } };
    },
    weights({ name }) {
      const { kernel, kernelScales, bias, biasScales } = quantized.weights.get(name)!;
      return {
        kernel: { type: "int8", data: kernel, quantization: symmetric(kernelScales) },
        bias: { type: "int32", data: bias, quantization: symmetric(biasScales) },
      };
    },
  };
}

function symmetric(scales: readonly number[]): Quantization {
  return { scales, zeroPoints: scales.map(() => 0), axis: 0 };
}
