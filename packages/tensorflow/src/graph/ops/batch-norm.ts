/**
 * Batch normalization (Ioffe & Szegedy 2015) by TensorFlow's fused op: `x` may be bfloat16 or float16 while the four vectors
 * stay float32. Composed of single ops, the whole network takes twice as long on a CPU. On a GPU TensorFlow fuses it with the
 * ReLU that follows, and the gradients of both, in float16 alone (docs/graph-training.md).
 */
import { bool, float, string, type } from "../attributes.ts";
import type { Tensor } from "../graph-builder.ts";
import { constant } from "./constant.ts";

/** The four float32 vectors `[channels]` of one layer. */
export interface BatchNormTensors {
  readonly gamma: Tensor;
  readonly beta: Tensor;
  readonly mean: Tensor;
  readonly variance: Tensor;
}

/** Normalizes by the given statistics, as at inference. Records no gradient. */
export function batchNormInference(x: Tensor, layer: BatchNormTensors, epsilon: number): Tensor {
  return fused(x, layer, { epsilon: float(epsilon), is_training: bool(false) })[0]!;
}

/**
 * Normalizes by the batch's own statistics.
 * @returns the normalized `x`, and the batch's mean and variance, float32 `[channels]` (variance unbiased, as Keras's).
 */
export function batchNormTraining(
  x: Tensor,
  { gamma, beta }: Pick<BatchNormTensors, "gamma" | "beta">,
  epsilon: number,
): { readonly output: Tensor; readonly mean: Tensor; readonly variance: Tensor } {
  const { graph, dtype, shape } = x;
  const none = constant(graph, []); // no moving average to continue
  const [output, mean, variance, saved1, saved2, saved3] = fused(
    x,
    { gamma, beta, mean: none, variance: none },
    { epsilon: float(epsilon), is_training: bool(true) },
  ) as [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor];
  const vector = { shape: gamma.shape, dtype: "float32" } as const;
  graph.record({
    output,
    inputs: [x, gamma, beta],
    backward: (dy) =>
      graph
        .add("FusedBatchNormGradV3", {
          inputs: [dy, x, gamma, saved1, saved2, saved3],
          attributes: { ...sharedAttributes(x), epsilon: float(epsilon), is_training: bool(true) },
          outputs: [
            { shape, dtype },
            vector,
            vector,
            { shape: [0], dtype: "float32" },
            { shape: [0], dtype: "float32" },
          ],
        })
        .outputs.slice(0, 3),
  });
  return { output, mean, variance };
}

function fused(
  x: Tensor,
  { gamma, beta, mean, variance }: BatchNormTensors,
  attributes: Record<string, ReturnType<typeof float>>,
): Tensor[] {
  const vector = { shape: gamma.shape, dtype: "float32" } as const;
  return x.graph.add("FusedBatchNormV3", {
    inputs: [x, gamma, beta, mean, variance],
    attributes: { ...sharedAttributes(x), ...attributes },
    outputs: [{ shape: x.shape, dtype: x.dtype }, vector, vector, vector, vector, vector],
  }).outputs;
}

function sharedAttributes(x: Tensor): Record<string, ReturnType<typeof type>> {
  return { T: type(x.dtype), U: type("float32"), data_format: string("NHWC") };
}
