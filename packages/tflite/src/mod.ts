/**
 * TFLite files, written and read in TypeScript: a trained graph as float32 or int8, with the metadata
 * that TFLite's tools show. Needs no TensorFlow.js. Runs on Node, Deno and in browsers.
 *
 * @example
 * ```ts
 * import { readFile } from "node:fs/promises";
 * import { readTflite } from "@inception-edge/tflite";
 *
 * const { tensors, operators } = readTflite(await readFile("bundle/model.int8.tflite"));
 * for (const { kind, output } of operators) console.log(kind, tensors[output].shape);
 * ```
 *
 * @module
 */
export type { Quantization, TensorData, TensorType, TfliteTensor } from "./tensor.ts";
export type { TfliteModel, TfliteOperator } from "./tflite-model.ts";
export type { OperatorKind, TfliteOperation } from "./operators/table.ts";
export type { FusedActivation } from "./operators/fused-activation.ts";
export type { Padding } from "./operators/padding.ts";
export { TfliteError } from "./tflite-error.ts";
export { readTflite } from "./read-tflite.ts";
export { readWeights } from "./read-weights.ts";
export { writeTflite } from "./write-tflite.ts";
export type { TfliteMetadata } from "./metadata/encode-metadata.ts";
export { METADATA_NAME, writeTfliteWithMetadata } from "./metadata/write-tflite-with-metadata.ts";

export type { LowerOptions } from "./lower/lower-graph.ts";
export { lowerGraph } from "./lower/lower-graph.ts";
export type { NumberFormat, Stored } from "./lower/number-format.ts";
export { float32Format, int8Format } from "./lower/number-format.ts";
export { watchedTensors } from "./lower/watched-tensors.ts";
