/**
 * Lowers the model's typed graph to TensorFlow ops, once for training and once for evaluation. The
 * only place that knows how a model node becomes ops; the model package stays free of TensorFlow.
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
  type RandomStreams,
} from "@inception-edge/tensorflow/ops";

export interface ForwardOptions {
  /** float32, by weight name. */
  readonly weights: ReadonlyMap<string, Tensor>;
  /** The type activations are computed in; weights are cast to it, logits back to float32. */
  readonly compute: DataTypeName;
  /** Of convolutions: see `conv2d`. */
  readonly groupColumns: boolean;
  /** What batch normalization goes by: each batch's own statistics, as in training, or those among the weights. */
  readonly normalizeBy: "batch" | "weights";
  /** Where dropout draws from; without it nothing is dropped. */
  readonly random?: RandomStreams;
}

/** What a batch normalization saw of its batch, float32 `[channels]`. */
export interface BatchStatistics {
  readonly mean: Tensor;
  readonly variance: Tensor;
}

export interface Forward {
  /** float32 `[batch, classes]` before the softmax, for each output of the model. */
  readonly logits: ReadonlyMap<OutputName, Tensor>;
  /** By the name of the layer; empty where batch normalisation goes by the weights. */
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
      return maxPool(x, node);
    case "averagePool":
      return averagePool(x, node);
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
  const { groupColumns } = options;
  return conv2d(x, weight(node, "kernel", options), { stride: node.stride, groupColumns });
}

/** What follows the convolution's product: its bias, or batch normalisation. */
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
  const { output, ...seen } = batchNormTraining(x, { gamma, beta }, epsilon);
  statistics.set(node.name, seen);
  return output;
}

/** A weight in the compute type; the cast is on the tape, so its gradient comes back in float32. */
function weight(node: GraphNode, kind: "kernel" | "bias", options: ForwardOptions): Tensor {
  return cast(valueOf(options.weights, `${node.name}/${kind}`), options.compute);
}

function valueOf(values: ReadonlyMap<string, Tensor>, name: string): Tensor {
  const value = values.get(name);
  if (!value) throw new Error(`Cannot lower the model: "${name}" is used before it is defined`);
  return value;
}
