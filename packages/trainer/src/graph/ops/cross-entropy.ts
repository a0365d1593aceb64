/** Softmax cross-entropy of one classifier head, with its gradient at the logits. */
import { int, type } from "../attributes.ts";
import type { Tensor } from "../graph-builder.ts";
import { cast, mean, scale } from "./arithmetic.ts";
import { constant } from "./constant.ts";

export interface CrossEntropy {
  /** Mean over the batch, float32 scalar. */
  readonly loss: Tensor;
  /** d loss / d logits, float32 `[batch, classes]`: the seed of `gradients`. */
  readonly gradient: Tensor;
}

/**
 * @param logits float32 `[batch, classes]`
 * @param labels int32 `[batch]`
 * @param smoothing label smoothing (Szegedy et al. 2016, §7), in [0, 1).
 */
export function crossEntropy(logits: Tensor, labels: Tensor, smoothing: number): CrossEntropy {
  const { graph } = logits;
  const [batch, classes] = logits.shape as [number, number];
  const targets = graph.tensor("OneHot", "float32", [batch, classes], {
    inputs: [
      labels,
      constant(graph, classes, "int32"),
      constant(graph, 1 - smoothing + smoothing / classes),
      constant(graph, smoothing / classes),
    ],
    attributes: { T: type("float32"), TI: type("int32"), axis: int(-1) },
  });
  const [losses, gradient] = graph.add("SoftmaxCrossEntropyWithLogits", {
    inputs: [cast(logits, "float32"), targets],
    attributes: { T: type("float32") },
    outputs: [
      { shape: [batch], dtype: "float32" },
      { shape: [batch, classes], dtype: "float32" },
    ],
  }).outputs as [Tensor, Tensor];
  return { loss: mean(losses), gradient: scale(gradient, 1 / batch) };
}
