/** Convolution as a plain op: NHWC, no gradient recorded. */
import { bool, ints, string, type } from "../attributes.ts";
import type { Attribute, Tensor } from "../graph-builder.ts";

/** How the kernel moves over the input. */
export interface Steps {
  readonly stride: number;
  readonly padding: "same" | "valid";
}

/**
 * @param x `[batch, height, width, in]`
 * @param kernel `[rows, columns, in, out]`
 * @returns `[batch, ⌈height/stride⌉, ⌈width/stride⌉, out]`; with "valid" padding, only where the kernel fits
 */
export function convolution(x: Tensor, kernel: Tensor, steps: Steps): Tensor {
  const [batch, height, width] = x.shape as [number, number, number];
  const [rows, columns, , filters] = kernel.shape as [number, number, number, number];
  const covered = (length: number, size: number): number =>
    Math.ceil((steps.padding === "same" ? length : length - size + 1) / steps.stride);
  const shape = [batch, covered(height, rows), covered(width, columns), filters];
  return x.graph.tensor("Conv2D", x.dtype, shape, {
    inputs: [x, kernel],
    attributes: convolutionAttributes(x, steps),
  });
}

/** The attributes of Conv2D and of its two gradients. */
export function convolutionAttributes(
  { dtype }: Tensor,
  { stride, padding }: Steps,
): Record<string, Attribute> {
  return {
    T: type(dtype),
    strides: ints([1, stride, stride, 1]),
    padding: string(padding.toUpperCase()),
    explicit_paddings: ints([]),
    dilations: ints([1, 1, 1, 1]),
    data_format: string("NHWC"),
    use_cudnn_on_gpu: bool(true),
  };
}
