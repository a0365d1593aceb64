/** What TFLite's kernels ask of the types and scales of their tensors. */
import type { TensorType, TfliteTensor } from "../tensor.ts";

export function haveType(
  type: TensorType,
  tensors: readonly (TfliteTensor | undefined)[],
): boolean {
  return tensors.every((tensor) => tensor?.type === type);
}

/** For kernels that copy or compare stored values, and never look at their scales. */
export function haveOneScale(tensors: readonly TfliteTensor[]): boolean {
  const scales = tensors.map(({ type, quantization }) => {
    const { scales: values = [], zeroPoints = [] } = quantization ?? {};
    return `${type} ${values.join(",")} ${zeroPoints.join(",")}`;
  });
  return new Set(scales).size === 1;
}
