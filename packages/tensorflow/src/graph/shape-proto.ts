/** A shape as TensorFlow's `TensorShapeProto` (tensorflow/core/framework/tensor_shape.proto). */
import type { Shape } from "./graph-builder.ts";

export function shapeProto(shape: Shape): { dim: { size: number }[] } {
  return { dim: shape.map((size) => ({ size })) };
}
