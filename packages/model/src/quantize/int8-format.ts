/**
 * Numbers as TFLite's 8-bit specification has them: activations with one scale and a zero point,
 * kernels symmetric with a scale for each output channel (dense kernels with one), biases int32 in
 * steps of input × kernel. Source: tensorflow.org/lite/performance/quantization_spec.
 */
import type { NodeWeights, NumberFormat, Stored, WeightedNode } from "../tflite/number-format.ts";
import type { Quantization } from "../tflite/tflite-model.ts";
import type { ActivationRange } from "./estimate-range.ts";

export interface Int8Numbers {
  /** Of what each node yields, by its name; a softmax node's is that of its logits. */
  readonly ranges: ReadonlyMap<string, ActivationRange>;
  /**
   * Mean of each channel that a node reads, by the node's name. With them a bias takes up what rounding
   * the kernel shifts its output by (Nagel et al. 2019, "Data-Free Quantization", §4.2).
   */
  readonly inputMeans?: ReadonlyMap<string, Float64Array>;
}

export function int8Format({ ranges, inputMeans }: Int8Numbers): NumberFormat {
  const scaleOf = (name: string): Quantization => quantizationOf(ranges.get(name)!);
  return {
    activation: (name) => ({ type: "int8", quantization: scaleOf(name) }),
    weights(node, weights) {
      const [from] = node.inputs;
      const [input, output] = [scaleOf(from!).scales[0]!, scaleOf(node.name).scales[0]!];
      const kernel = quantizedKernel(node, weights, { input, output });
      return {
        kernel,
        bias: quantizedBias(weights, kernel, { input, means: inputMeans?.get(node.name) }),
      };
    },
  };
}

/** No range is narrower: what is always zero needs none, and XNNPACK refuses outputs far finer than inputs. */
const NARROWEST_RANGE = 2 ** -10;

/** @returns a zero point that stands for zero exactly, which padding relies on */
export function quantizationOf({ minimum, maximum }: ActivationRange): Quantization {
  const scale = Math.fround(Math.max(maximum - minimum, NARROWEST_RANGE) / 255);
  const zeroPoint = Math.round(-128 - minimum / scale);
  return { scales: [scale], zeroPoints: [Math.min(127, Math.max(-128, zeroPoint))], axis: 0 };
}

type QuantizedKernel = Stored & { readonly data: Int8Array; readonly quantization: Quantization };

/** XNNPACK's least factor from accumulator to output, with room to spare. */
const LEAST_FACTOR = 2 ** -30;

/** Steps of a bias, int32, with room to spare for its correction. */
const LARGEST_BIAS = 2 ** 30;

/** @param steps scales of what the node reads and answers */
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
    // The last two are for dead channels, which have no weights to go by.
    return Math.fround(
      Math.max(
        largest / 127,
        (LEAST_FACTOR * steps.output) / steps.input,
        offset / LARGEST_BIAS / steps.input,
      ),
    );
  });
  const data = Int8Array.from(kernel, (weight, place) =>
    Math.round(weight / scales[Math.floor(place / sliceSize)]!),
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
  // As many scales as the kernel has.
  const own = scales.length === 1 ? steps.slice(0, 1) : steps;
  const quantization = { scales: own, zeroPoints: own.map(() => 0), axis: 0 };
  return { type: "int32", data, quantization };

  /** By how much the rounded kernel answers more than the kernel does, on the average. */
  function roundingShift(output: number): number {
    const scale = scales[output] ?? scales[0]!;
    let shift = 0;
    for (let place = output * fanIn; place < (output + 1) * fanIn; place += 1) {
      const error = quantized.data[place]! * scale - kernel[place]!;
      shift += error * means![place % means!.length]!;
    }
    return shift;
  }
}

function largestMagnitude(values: Float32Array): number {
  return values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
}
