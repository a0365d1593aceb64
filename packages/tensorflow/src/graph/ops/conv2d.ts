/** Two-dimensional convolution and bias, NHWC, SAME padding, with gradients. */
import { string, type } from "../attributes.ts";
import type { Tensor } from "../graph-builder.ts";
import { cast } from "./arithmetic.ts";
import { constant, fill } from "./constant.ts";
import { convolution, convolutionAttributes } from "./convolution.ts";
import { canGroupColumns, groupedColumns } from "./grouped-columns.ts";
import { kernelGradient, type ProductLimits } from "./kernel-gradient.ts";
import { product } from "./mat-mul.ts";
import { reshape } from "./shape.ts";

/** How to compute a convolution; the results are the same, up to rounding. */
export interface Conv2dOptions {
  readonly stride: number;
  /**
   * Whether to compute a convolution of few input channels by `groupedColumns`, which is faster on a GPU; the gradients
   * are fast already.
   */
  readonly groupColumns: boolean;
  /** See `kernelGradient`. */
  readonly productsUpTo?: ProductLimits;
}

/**
 * @param x `[batch, height, width, in]`
 * @param kernel `[size, size, in, out]`
 * @returns `[batch, ⌈height/stride⌉, ⌈width/stride⌉, out]`
 */
export function conv2d(
  x: Tensor,
  kernel: Tensor,
  { stride, groupColumns, productsUpTo = {} }: Conv2dOptions,
): Tensor {
  const { graph, dtype } = x;
  const steps = { stride, padding: "same" } as const;
  const output = graph.untaped(() =>
    groupColumns && stride === 1 && canGroupColumns(x, kernel)
      ? groupedColumns(x, kernel)
      : convolution(x, kernel, steps),
  );
  const attributes = convolutionAttributes(x, steps);
  const shapeOf = (t: Tensor): Tensor => constant(graph, [...t.shape], "int32");
  // Nothing is learned below the images: their gradient would be the most expensive unused op of the step.
  const needsInputGradient = graph.tape.some(({ outputs }) =>
    outputs.some(({ ref }) => ref === x.ref),
  );
  graph.record({
    output,
    inputs: [x, kernel],
    backward: (dy) => [
      needsInputGradient
        ? graph.tensor("Conv2DBackpropInput", dtype, x.shape, {
            inputs: [shapeOf(x), kernel, dy],
            attributes,
          })
        : undefined,
      kernelGradient(x, kernel, dy, { stride, productsUpTo }),
    ],
  });
  return output;
}

/** Adds `bias` `[channels]` to the last axis of `x`. */
export function biasAdd(x: Tensor, bias: Tensor): Tensor {
  const { graph, dtype } = x;
  const attributes = { T: type(dtype), data_format: string("NHWC") };
  const output = graph.tensor("BiasAdd", dtype, x.shape, { inputs: [x, bias], attributes });
  graph.record({
    output,
    inputs: [x, bias],
    backward: (dy) => [
      dy,
      x.shape.length === 2
        ? sumOfRows(dy)
        : graph.tensor("BiasAddGrad", dtype, bias.shape, { inputs: [dy], attributes }),
    ],
  });
  return output;
}

/** `[batch, units]` → `[units]`, as a matrix product with ones: BiasAddGrad takes a hundred times as long on a GPU. */
function sumOfRows(x: Tensor): Tensor {
  const [batch, units] = x.shape as [number, number];
  const ones = cast(fill(x.graph, [1, batch], 1), x.dtype);
  return reshape(product(ones, x), [units]);
}
