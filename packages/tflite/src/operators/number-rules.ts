/** What TFLite's kernels ask of the types and scales of their tensors. */
import type { TensorType, TfliteTensor } from "../tensor.ts";

/** Whether every tensor is there and has this type. */
export function haveType(
  type: TensorType,
  tensors: readonly (TfliteTensor | undefined)[],
): boolean {
  return tensors.every((tensor) => tensor?.type === type);
}

/** Whether types and scales are all the same, for kernels that work on stored values and ignore their scales. */
export function haveOneScale(tensors: readonly TfliteTensor[]): boolean {
  const scales = tensors.map(({ type, quantization }) => {
    const { scales: values = [], zeroPoints = [] } = quantization ?? {};
    return `${type} ${values.join(",")} ${zeroPoints.join(",")}`;
  });
  return new Set(scales).size === 1;
}
