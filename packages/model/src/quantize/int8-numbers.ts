/**
 * The 8-bit numbers of a graph, by the rules that TFLite and ONNX share: activations with one scale and one zero point,
 * kernels symmetric with one scale per output channel (one in all for dense layers), biases int32 in steps of
 * input × kernel. Source: tensorflow.org/lite/performance/quantization_spec.
 */
import type { Graph } from "../graph.ts";
import { isWeighted, outputMajor, type NodeWeights, type WeightedNode } from "../output-major.ts";
import type { Weights } from "../weights.ts";
import type { ActivationRange } from "./estimate-range.ts";

/** real = scale × (stored − zeroPoint), for stored integers from −128 to 127. */
export interface Int8Scale {
  /** Positive; a float32. */
  readonly scale: number;
  readonly zeroPoint: number;
}

/** The weights of one node as integers that stand for scale × integer. */
export interface QuantizedWeights {
  /** In −127…127, output-major, as {@link NodeWeights} has it. */
  readonly kernel: Int8Array;
  /** One per output of a convolution, one in all for a dense layer. */
  readonly kernelScales: readonly number[];
  /** One per output. */
  readonly bias: Int32Array;
  /** As many as the kernel has: the scale of what the node reads × that of the kernel. */
  readonly biasScales: readonly number[];
}

/** A graph's int8 numbers, whatever file they go into. */
export interface QuantizedGraph {
  /** Of each node's output, by its name; for a softmax node, of its logits. */
  readonly activations: ReadonlyMap<string, Int8Scale>;
  /** By the name of the node. */
  readonly weights: ReadonlyMap<string, QuantizedWeights>;
}

/** What the scales and the biases are computed from. */
export interface Int8NumbersOptions {
  /** Range of each node's output, by its name; for a softmax node, of its logits. */
  readonly ranges: ReadonlyMap<string, ActivationRange>;
  /**
   * Mean of each channel that a node reads, by the node's name. With them each bias corrects the shift in
   * the output that rounding the kernel causes (Nagel et al. 2019, "Data-Free Quantization", §4.2).
   */
  readonly inputMeans?: ReadonlyMap<string, Float64Array>;
}

/**
 * The numbers of a model with these ranges.
 * @throws {RangeError} when a node is batch-normalized, or a weight is missing or has another shape
 */
export function int8Numbers(
  graph: Graph,
  weights: Weights,
  { ranges, inputMeans }: Int8NumbersOptions,
): QuantizedGraph {
  const activations = new Map([...ranges].map(([name, range]) => [name, int8Scale(range)]));
  const quantize = (node: WeightedNode): QuantizedWeights => {
    const exact = outputMajor(node, weights);
    const input = activations.get(node.inputs[0]!)!.scale;
    const output = activations.get(node.name)!.scale;
    const kernel = quantizedKernel(node, exact, { input, output });
    const means = inputMeans?.get(node.name);
    return { ...kernel, ...quantizedBias(exact, kernel, { input, means }) };
  };
  const weighted = graph.nodes.filter(isWeighted);
  return { activations, weights: new Map(weighted.map((node) => [node.name, quantize(node)])) };
}

/** No range is narrower: a tensor of zeros needs none, and XNNPACK refuses outputs far finer than inputs. */
const NARROWEST_RANGE = 2 ** -10;

/** Scale and zero point for a range. The zero point stands for zero exactly, which padding relies on. */
export function int8Scale({ minimum, maximum }: ActivationRange): Int8Scale {
  const scale = Math.fround(Math.max(maximum - minimum, NARROWEST_RANGE) / 255);
  const zeroPoint = Math.round(-128 - minimum / scale);
  return { scale, zeroPoint: Math.min(127, Math.max(-128, zeroPoint)) };
}

type QuantizedKernel = Pick<QuantizedWeights, "kernel" | "kernelScales">;

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
  const kernelScales = Array.from({ length: slices }, (_, slice) => {
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
  const integers = Int8Array.from(kernel, (weight, index) =>
    Math.round(weight / kernelScales[Math.floor(index / sliceSize)]!),
  );
  return { kernel: integers, kernelScales };
}

function quantizedBias(
  { kernel, bias }: NodeWeights,
  quantized: QuantizedKernel,
  { input, means }: { readonly input: number; readonly means: Float64Array | undefined },
): Pick<QuantizedWeights, "bias" | "biasScales"> {
  const scales = quantized.kernelScales;
  const fanIn = kernel.length / bias.length;
  const biasScales = scales.map((scale) => Math.fround(input * scale));
  const integers = Int32Array.from(bias, (value, output) => {
    const shift = means === undefined ? 0 : roundingShift(output, means);
    return Math.round((value - shift) / (biasScales[output] ?? biasScales[0]!));
  });
  return { bias: integers, biasScales };

  /** How much more the rounded kernel gives than the exact one, on average. */
  function roundingShift(output: number, channelMeans: Float64Array): number {
    const scale = scales[output] ?? scales[0]!;
    let shift = 0;
    for (let index = output * fanIn; index < (output + 1) * fanIn; index += 1) {
      const error = quantized.kernel[index]! * scale - kernel[index]!;
      shift += error * channelMeans[index % channelMeans.length]!;
    }
    return shift;
  }
}

function largestMagnitude(values: Float32Array): number {
  return values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
}
