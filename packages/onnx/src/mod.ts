/**
 * ONNX files written in TypeScript: a trained graph as float32 or int8 (QDQ), for onnxruntime, onnxruntime-web and
 * whatever else reads them.
 *
 * @module
 */
export type { OnnxMetadata } from "./metadata.ts";
export type { WriteOnnxOptions } from "./write-onnx.ts";
export { writeOnnx } from "./write-onnx.ts";
