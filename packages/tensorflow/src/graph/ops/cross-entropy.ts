/** Softmax cross-entropy of several classifier heads at once, with its gradients with respect to their logits. */
import { int, type } from "../attributes.ts";
import type { Tensor } from "../graph-builder.ts";
import { cast, meanOver, multiply } from "./arithmetic.ts";
import { constant } from "./constant.ts";
import { pack, reshape, unpack } from "./shape.ts";

/** The loss of every head, and where the backward pass starts. */
export interface CrossEntropy {
  /** Means over the batch, float32 `[heads]`. */
  readonly losses: Tensor;
  /** Gradients of Σ weight · loss at each head's logits, float32 `[batch, classes]`: seeds of `gradients`. */
  readonly gradients: readonly Tensor[];
}

/**
 * The target distributions of unmixed images.
 * @param labels int32 `[batch]`
 * @param smoothing label smoothing (Szegedy et al. 2016, §7), in [0, 1).
 * @returns float32 `[batch, classes]`
 */
export function smoothTargets(labels: Tensor, classes: number, smoothing: number): Tensor {
  const { graph } = labels;
  const [batch] = labels.shape as [number];
  return graph.tensor("OneHot", "float32", [batch, classes], {
    inputs: [
      labels,
      constant(graph, classes, "int32"),
      constant(graph, 1 - smoothing + smoothing / classes),
      constant(graph, smoothing / classes),
    ],
    attributes: { T: type("float32"), TI: type("int32"), axis: int(-1) },
  });
}

/**
 * All heads go through one op: on a GPU it takes no longer for three heads than for one.
 * @param logits each head's, `[batch, classes]`
 * @param targets float32 `[batch, classes]`
 * @param weights the factor of each head's loss
 */
export function crossEntropy(
  logits: readonly Tensor[],
  targets: Tensor,
  weights: readonly number[],
): CrossEntropy {
  const { graph } = targets;
  const [batch, classes] = targets.shape as [number, number];
  const heads = logits.length;
  const rows = (each: readonly Tensor[]): Tensor => reshape(pack(each), [heads * batch, classes]);
  const [losses, gradient] = graph.add("SoftmaxCrossEntropyWithLogits", {
    inputs: [rows(logits.map((head) => cast(head, "float32"))), rows(logits.map(() => targets))],
    attributes: { T: type("float32") },
    outputs: [
      { shape: [heads * batch], dtype: "float32" },
      { shape: [heads * batch, classes], dtype: "float32" },
    ],
  }).outputs as [Tensor, Tensor];
  const shares = constant(
    graph,
    weights.map((weight) => weight / batch),
    "float32",
    [heads, 1, 1],
  );
  return {
    losses: reshape(meanOver(reshape(losses, [heads, batch]), [1]), [heads]),
    gradients: unpack(multiply(reshape(gradient, [heads, batch, classes]), shares)),
  };
}
