/**
 * Quantization of a trained graph to 8-bit integers, whatever file they go into: what its activations were on real
 * images → ranges → scales, kernels and biases.
 *
 * @example
 * ```ts
 * import { ActivationHistogram, estimateRange } from "@inception-edge/model/quantize";
 *
 * const histogram = new ActivationHistogram(2); // of two channels
 * histogram.add(Float32Array.of(0, 1.5, 3, 0.5));
 * console.log(estimateRange([histogram], "min-max").maximum); // 3
 * ```
 *
 * @module
 */
export type { Bin } from "./activation-histogram.ts";
export { ActivationHistogram } from "./activation-histogram.ts";
export type { ActivationRange, RangeEstimator } from "./estimate-range.ts";
export { estimateRange, rangeEstimators } from "./estimate-range.ts";
export type { ScaleSource } from "./scale-sources.ts";
export { computesValues, SHARING } from "./scale-sources.ts";
export type { Calibration } from "./calibration.ts";
export type { ActivationRangesOptions } from "./activation-ranges.ts";
export { activationRanges } from "./activation-ranges.ts";
export type {
  Int8NumbersOptions,
  Int8Scale,
  QuantizedGraph,
  QuantizedWeights,
} from "./int8-numbers.ts";
export { int8Numbers } from "./int8-numbers.ts";
export type { QuantizeOptions } from "./quantize-graph.ts";
export { inputMeans, quantizeGraph } from "./quantize-graph.ts";
