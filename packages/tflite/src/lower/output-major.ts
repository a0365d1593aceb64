/** Weights in the order of TFLite, output channels first. */
import { weightValues, type Weights } from "@inception-edge/model";
import type { NodeWeights, WeightedNode } from "./number-format.ts";

/**
 * Kernels `[height, width, in, out]` and `[in, out]` with their last axis first.
 * @throws {RangeError} when a weight is missing or has another shape
 */
export function outputMajor(node: WeightedNode, weights: Weights): NodeWeights {
  const [kernelSpec, biasSpec] = node.weights;
  const kernel = weightValues(weights, kernelSpec!);
  const bias = weightValues(weights, biasSpec!);
  const outputs = bias.length;
  const fanIn = kernel.length / outputs;
  const transposed = new Float32Array(kernel.length);
  for (let output = 0; output < outputs; output += 1) {
    for (let index = 0; index < fanIn; index += 1) {
      transposed[output * fanIn + index] = kernel[index * outputs + output]!;
    }
  }
  return { kernel: transposed, bias };
}
