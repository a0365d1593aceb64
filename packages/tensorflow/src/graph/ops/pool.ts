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

/** How to compute a max pool. */
export interface MaxPoolOptions {
  /**
   * Whether to take the maxima of columns and then of rows of these: the same values, but for a window of 3 × 3 the gradient
   * looks at 3 + 3 outputs instead of 9. Of equal maxima another one may get the gradient.
   */
  readonly byLines?: boolean;
}

/** Maximum of each window: `[batch, height, width, channels]` → the same rank. */
export function maxPool(
  x: Tensor,
  { size, stride, padding }: PoolWindow,
  { byLines = false }: MaxPoolOptions = {},
): Tensor {
  if (!byLines) return maxima(x, { size: [size, size], stride: [stride, stride], padding });
  const columns = maxima(x, { size: [size, 1], stride: [stride, 1], padding });
  return maxima(columns, { size: [1, size], stride: [1, stride], padding });
}

function maxima(x: Tensor, window: Window): Tensor {
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
export function averagePool(x: Tensor, { size, stride, padding }: PoolWindow): Tensor {
  const { graph, dtype } = x;
  const window = { size: [size, size], stride: [stride, stride], padding } as const;
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

/** A window that need not be square: `[rows, columns]`. */
interface Window {
  readonly size: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly padding: PoolWindow["padding"];
}

function poolAttributes(x: Tensor, { size, stride, padding }: Window): Record<string, Attribute> {
  return {
    T: type(x.dtype),
    ksize: ints([1, ...size, 1]),
    strides: ints([1, ...stride, 1]),
    padding: string(padding.toUpperCase()),
    data_format: string("NHWC"),
  };
}

function poolShape(x: Tensor, { size, stride, padding }: Window): number[] {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const covered = (length: number, axis: 0 | 1): number =>
    Math.ceil((padding === "same" ? length : length - size[axis] + 1) / stride[axis]);
  return [batch, covered(height, 0), covered(width, 1), channels];
}
