/** Max and average pooling over square windows, NHWC, and their gradients. */
import { ints, string, type } from "../attributes.ts";
import type { Attribute, Tensor } from "../graph-builder.ts";
import { constant } from "./constant.ts";

/** A pooling window and how it moves. */
export interface PoolWindow {
  readonly size: number;
  readonly stride: number;
  readonly padding: "same" | "valid";
}

/** Maximum of each window: `[batch, height, width, channels]` → the same rank. */
export function maxPool(x: Tensor, window: PoolWindow): Tensor {
  const { graph, dtype } = x;
  const attributes = { ...poolAttributes(x, window), explicit_paddings: ints([]) };
  const output = graph.tensor("MaxPool", dtype, poolShape(x, window), { inputs: [x], attributes });
  graph.record({
    output,
    inputs: [x],
    backward: (dy) => [
      graph.tensor("MaxPoolGrad", dtype, x.shape, { inputs: [x, output, dy], attributes }),
    ],
  });
  return output;
}

/** Mean of each window, not counting padding: `[batch, height, width, channels]` → the same rank. */
export function averagePool(x: Tensor, window: PoolWindow): Tensor {
  const { graph, dtype } = x;
  const attributes = poolAttributes(x, window);
  const output = graph.tensor("AvgPool", dtype, poolShape(x, window), { inputs: [x], attributes });
  graph.record({
    output,
    inputs: [x],
    backward: (dy) => [
      graph.tensor("AvgPoolGrad", dtype, x.shape, {
        inputs: [constant(graph, [...x.shape], "int32"), dy],
        attributes,
      }),
    ],
  });
  return output;
}

function poolAttributes(x: Tensor, window: PoolWindow): Record<string, Attribute> {
  return {
    T: type(x.dtype),
    ksize: ints([1, window.size, window.size, 1]),
    strides: ints([1, window.stride, window.stride, 1]),
    padding: string(window.padding.toUpperCase()),
    data_format: string("NHWC"),
  };
}

function poolShape(x: Tensor, { size, stride, padding }: PoolWindow): number[] {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const covered = (length: number): number =>
    Math.ceil((padding === "same" ? length : length - size + 1) / stride);
  return [batch, covered(height), covered(width), channels];
}
