/**
 * Numbers as TFLite's 8-bit specification requires them: activations with one scale and one zero point,
 * kernels symmetric with one scale per output channel (one in all for dense layers), biases int32 in steps
 * of input × kernel. Source: tensorflow.org/lite/performance/quantization_spec.
 */
import type { NodeWeights, NumberFormat, Stored, WeightedNode } from "../lower/number-format.ts";
import type { Quantization } from "../tensor.ts";
import type { ActivationRange } from "./estimate-range.ts";

/** What the scales and the biases are computed from. */
export interface Int8Numbers {
  /** Range of each node's output, by its name; for a softmax node, of its logits. */
  readonly ranges: ReadonlyMap<string, ActivationRange>;
  /**
   * Mean of each channel that a node reads, by the node's name. With them each bias corrects the shift in
   * the output that rounding the kernel causes (Nagel et al. 2019, "Data-Free Quantization", §4.2).
   */
  readonly inputMeans?: ReadonlyMap<string, Float64Array>;
}

/** The number format of an int8 model with these ranges. */
export function int8Format({ ranges, inputMeans }: Int8Numbers): NumberFormat {
  const scaleOf = (name: string): Quantization => quantizationOf(ranges.get(name)!);
  return {
    activation: (name) => ({ type: "int8", quantization: scaleOf(name) }),
    weights(node, weights) {
      const input = scaleOf(node.inputs[0]!).scales[0]!;
      const output = scaleOf(node.name).scales[0]!;
      const kernel = quantizedKernel(node, weights, { input, output });
      return {
        kernel,
        bias: quantizedBias(weights, kernel, { input, means: inputMeans?.get(node.name) }),
      };
    },
  };
}

/** No range is narrower: a tensor of zeros needs none, and XNNPACK refuses outputs far finer than inputs. */
const NARROWEST_RANGE = 2 ** -10;

/** Scale and zero point for a range. The zero point stands for zero exactly, which padding relies on. */
export function quantizationOf({ minimum, maximum }: ActivationRange): Quantization {
  const scale = Math.fround(Math.max(maximum - minimum, NARROWEST_RANGE) / 255);
  const zeroPoint = Math.round(-128 - minimum / scale);
  return { scales: [scale], zeroPoints: [Math.min(127, Math.max(-128, zeroPoint))], axis: 0 };
}

type QuantizedKernel = Stored & { readonly data: Int8Array; readonly quantization: Quantization };

/** The least factor from accumulator to output that XNNPACK accepts, with a margin. */
const LEAST_FACTOR = 2 ** -30;

/** Largest stored bias, an int32, with a margin for its correction. */
const LARGEST_BIAS = 2 ** 30;

/** @param steps scales of the node's input and output */
function quantizedKernel(
  node: WeightedNode,
  { kernel, bias }: NodeWeights,
  steps: { readonly input: number; readonly output: number },
): QuantizedKernel {
  const outputs = bias.length;
  const slices = node.op === "conv" ? outputs : 1;
  const sliceSize = kernel.length / slices;
  const scales = Array.from({ length: slices }, (_, slice) => {
    const largest = largestMagnitude(kernel.subarray(slice * sliceSize, (slice + 1) * sliceSize));
    const offset = largestMagnitude(slices === 1 ? bias : bias.subarray(slice, slice + 1));
    // The last two are for dead channels, whose weights are all zero.
    return Math.fround(
      Math.max(
        largest / 127,
        (LEAST_FACTOR * steps.output) / steps.input,
        offset / LARGEST_BIAS / steps.input,
      ),
    );
  });
  const data = Int8Array.from(kernel, (weight, index) =>
    Math.round(weight / scales[Math.floor(index / sliceSize)]!),
  );
  const quantization = { scales, zeroPoints: scales.map(() => 0), axis: 0 };
  return { type: "int8", data, quantization };
}

function quantizedBias(
  { kernel, bias }: NodeWeights,
  quantized: QuantizedKernel,
  { input, means }: { readonly input: number; readonly means: Float64Array | undefined },
): Stored {
  const { scales } = quantized.quantization;
  const fanIn = kernel.length / bias.length;
  const steps = Array.from(bias, (_, output) =>
    Math.fround(input * (scales[output] ?? scales[0]!)),
  );
  const data = Int32Array.from(bias, (value, output) => {
    const shift = means === undefined ? 0 : roundingShift(output);
    return Math.round((value - shift) / steps[output]!);
  });
  const biasScales = steps.slice(0, scales.length); // as many as the kernel has
  const quantization = { scales: biasScales, zeroPoints: biasScales.map(() => 0), axis: 0 };
  return { type: "int32", data, quantization };

  /** How much more the rounded kernel gives than the exact one, on average. */
  function roundingShift(output: number): number {
    const scale = scales[output] ?? scales[0]!;
    let shift = 0;
    for (let index = output * fanIn; index < (output + 1) * fanIn; index += 1) {
      const error = quantized.data[index]! * scale - kernel[index]!;
      shift += error * means![index % means!.length]!;
    }
    return shift;
  }
}

function largestMagnitude(values: Float32Array): number {
  return values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
}
