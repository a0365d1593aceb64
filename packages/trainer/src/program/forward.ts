/**
 * Lowers the model's graph to TensorFlow ops, once for training and once for evaluation. Only this file knows how a node
 * of the model becomes ops; the model package does not depend on TensorFlow.
 */
import { shapeSize, type Graph, type GraphNode, type OutputName } from "@inception-edge/model";
import type { DataTypeName, Tensor } from "@inception-edge/tensorflow/graph";
import {
  averagePool,
  batchNormInference,
  batchNormTraining,
  biasAdd,
  cast,
  concat,
  conv2d,
  dropout,
  matMul,
  maxPool,
  relu,
  reshape,
  type ProductLimits,
  type RandomStreams,
} from "@inception-edge/tensorflow/ops";
import { poolWindow } from "./pool-window.ts";

/** Options of {@link forward}. */
export interface ForwardOptions {
  /** float32 tensors by weight name. */
  readonly weights: ReadonlyMap<string, Tensor>;
  /** The type of activations; weights are cast to it, and logits back to float32. */
  readonly compute: DataTypeName;
  /** Both passed to `conv2d`. */
  readonly groupColumns: boolean;
  readonly productsUpTo?: ProductLimits;
  /** Strides of the max pools that are computed `byLines`. */
  readonly poolsByLines?: readonly number[];
  /** The statistics that batch normalization uses: each batch's own, as in training, or those among the weights. */
  readonly normalizeBy: "batch" | "weights";
  /** Random numbers for dropout; without them nothing is dropped. */
  readonly random?: RandomStreams;
}

/** The statistics of a batch in one layer, float32 `[channels]`. */
export interface BatchStatistics {
  readonly mean: Tensor;
  readonly variance: Tensor;
}

/** The result of the forward pass. */
export interface Forward {
  /** float32 `[batch, classes]` before the softmax, for each output of the model. */
  readonly logits: ReadonlyMap<OutputName, Tensor>;
  /** Batch statistics by layer name; empty if batch normalization uses those among the weights. */
  readonly statistics: ReadonlyMap<string, BatchStatistics>;
}

/** @param images float32 `[batch, size, size, 3]` in [0, 1]. */
export function forward(model: Graph, images: Tensor, options: ForwardOptions): Forward {
  const graph = images.graph;
  const values = new Map<string, Tensor>();
  const statistics = new Map<string, BatchStatistics>();
  for (const node of model.nodes) {
    const inputs = node.inputs.map((name) => valueOf(values, name));
    const value =
      node.op === "input"
        ? graph.untaped(() => cast(images, options.compute))
        : graph.scoped(node.name, () => lower(node, inputs, options, statistics));
    values.set(node.name, value);
  }
  const logits = new Map(
    model.outputs.map((name) => [name, cast(valueOf(values, name), "float32")] as const),
  );
  return { logits, statistics };
}

function lower(
  node: GraphNode,
  inputs: readonly Tensor[],
  options: ForwardOptions,
  statistics: Map<string, BatchStatistics>,
): Tensor {
  const [x] = inputs as [Tensor];
  switch (node.op) {
    case "input":
      return x;
    case "conv":
      return relu(normalize(node, convolve(node, x, options), options, statistics));
    case "maxPool":
      return maxPool(x, node, { byLines: options.poolsByLines?.includes(node.stride) ?? false });
    case "averagePool":
      return averagePool(x, { ...node, ...poolWindow(node, x.shape[1]!) });
    case "globalAveragePool": {
      const pooled = averagePool(x, { size: x.shape[1]!, stride: 1, padding: "valid" });
      return reshape(pooled, [x.shape[0]!, x.shape[3]!]);
    }
    case "concat":
      return concat(inputs);
    case "flatten":
      return reshape(x, [x.shape[0]!, shapeSize(x.shape.slice(1))]);
    case "dropout":
      return options.random ? dropout(x, node.rate, options.random) : x;
    case "dense": {
      const product = matMul(x, weight(node, "kernel", options));
      const logits = biasAdd(product, weight(node, "bias", options));
      return node.activation === "relu" ? relu(logits) : logits; // the loss applies the softmax
    }
  }
}

type ConvNode = Extract<GraphNode, { op: "conv" }>;

function convolve(node: ConvNode, x: Tensor, options: ForwardOptions): Tensor {
  const { groupColumns, productsUpTo = {} } = options;
  const { stride } = node;
  return conv2d(x, weight(node, "kernel", options), { stride, groupColumns, productsUpTo });
}

/** Adds what follows the convolution: its bias, or batch normalization. */
function normalize(
  node: ConvNode,
  x: Tensor,
  options: ForwardOptions,
  statistics: Map<string, BatchStatistics>,
): Tensor {
  if (node.normalization === "bias") return biasAdd(x, weight(node, "bias", options));
  const [gamma, beta, mean, variance] = (["gamma", "beta", "mean", "variance"] as const).map(
    (kind) => options.weights.get(`${node.name}/${kind}`)!,
  ) as [Tensor, Tensor, Tensor, Tensor];
  const epsilon = node.batchNormEpsilon;
  if (options.normalizeBy === "weights") {
    return batchNormInference(x, { gamma, beta, mean, variance }, epsilon);
  }
  const { output, ...batchStatistics } = batchNormTraining(x, { gamma, beta }, epsilon);
  statistics.set(node.name, batchStatistics);
  return output;
}

/** A weight in the compute type. The cast is on the tape, so the gradient is cast back to float32. */
function weight(node: GraphNode, kind: "kernel" | "bias", options: ForwardOptions): Tensor {
  return cast(valueOf(options.weights, `${node.name}/${kind}`), options.compute);
}

function valueOf(values: ReadonlyMap<string, Tensor>, name: string): Tensor {
  const value = values.get(name);
  if (!value) throw new Error(`Cannot lower the model: "${name}" is used before it is defined`);
  return value;
}
