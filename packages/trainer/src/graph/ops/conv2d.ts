/** Two-dimensional convolution, NHWC, SAME padding, with its bias and their gradients. */
import { bool, ints, string, type } from "../attributes.ts";
import type { Tensor } from "../graph-builder.ts";
import { constant } from "./constant.ts";

/**
 * @param x `[batch, height, width, in]`
 * @param kernel `[size, size, in, out]`
 * @returns `[batch, ⌈height/stride⌉, ⌈width/stride⌉, out]`
 */
export function conv2d(x: Tensor, kernel: Tensor, stride: number): Tensor {
  const { graph, dtype } = x;
  const [batch, height, width] = x.shape as [number, number, number];
  const attributes = {
    T: type(dtype),
    strides: ints([1, stride, stride, 1]),
    padding: string("SAME"),
    explicit_paddings: ints([]),
    dilations: ints([1, 1, 1, 1]),
    data_format: string("NHWC"),
    use_cudnn_on_gpu: bool(true),
  };
  const outShape = [batch, Math.ceil(height / stride), Math.ceil(width / stride), kernel.shape[3]!];
  const output = graph.tensor("Conv2D", dtype, outShape, { inputs: [x, kernel], attributes });
  const shapeOf = (t: Tensor): Tensor => constant(graph, [...t.shape], "int32");
  // Nothing is learned below the pictures: their gradient would be the dearest unused op of the step.
  const needsInputGradient = graph.tape.some((entry) => entry.output.ref === x.ref);
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
      graph.tensor("Conv2DBackpropFilter", dtype, kernel.shape, {
        inputs: [x, shapeOf(kernel), dy],
        attributes,
      }),
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
      graph.tensor("BiasAddGrad", dtype, bias.shape, { inputs: [dy], attributes }),
    ],
  });
  return output;
}
