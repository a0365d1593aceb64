/**
 * Lowers the model's graph to TensorFlow ops, once for training and once for evaluation. Only this file knows how a node
 * of the model becomes ops; the model package does not depend on TensorFlow.
 */
import {
  shapeSize,
  type Graph,
  type GraphNode,
  type OutputName,
  type WeightKind,
} from "@inception-edge/model";
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
  fill,
  matMul,
  maxPool,
  relu,
  reshape,
  split,
  type ProductLimits,
  type RandomStreams,
} from "@inception-edge/tensorflow/ops";
import { lateActivations, type LateActivations } from "./late-activations.ts";
import { poolWindow } from "./pool-window.ts";
import {
  fillerChannels,
  outputChannels,
  siblingConvolutions,
  type ConvNode,
} from "./sibling-convolutions.ts";

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
  /** Whether `siblingConvolutions` are computed as one. */
  readonly mergeSiblings?: boolean;
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

const NONE_LATE: LateActivations = { convolutions: new Set(), pools: new Set() };

/** @param images float32 `[batch, size, size, 3]` in [0, 1]. */
export function forward(model: Graph, images: Tensor, options: ForwardOptions): Forward {
  const graph = images.graph;
  const values = new Map<string, Tensor>();
  const statistics = new Map<string, BatchStatistics>();
  // In float16 a GPU computes a ReLU together with the batch normalization before it.
  const late = options.compute === "float16" ? NONE_LATE : lateActivations(model);
  const siblings = options.mergeSiblings ? siblingConvolutions(model) : undefined;
  for (const node of model.nodes) {
    if (values.has(node.name)) continue; // computed with its siblings
    const inputs = node.inputs.map((name) => valueOf(values, name));
    if (node.op === "input") {
      values.set(
        node.name,
        graph.untaped(() => cast(images, options.compute)),
      );
    } else if (node.op === "conv") {
      const nodes = siblings?.get(node.name) ?? [node];
      const outputs = graph.scoped(node.name, () => {
        const normalized = convolutions(nodes, inputs[0]!, options, statistics);
        const isLate = nodes.every(({ name }) => late.convolutions.has(name));
        return split(isLate ? normalized : relu(normalized), outputChannels(nodes));
      });
      for (const [index, { name }] of nodes.entries()) values.set(name, outputs[index]!);
    } else {
      values.set(
        node.name,
        graph.scoped(node.name, () => lower(node, inputs, options, late)),
      );
    }
  }
  const logits = new Map(
    model.outputs.map((name) => [name, cast(valueOf(values, name), "float32")] as const),
  );
  return { logits, statistics };
}

function lower(
  node: Exclude<GraphNode, { op: "input" | "conv" }>,
  inputs: readonly Tensor[],
  options: ForwardOptions,
  late: LateActivations,
): Tensor {
  const [x] = inputs as [Tensor];
  switch (node.op) {
    case "maxPool": {
      const byLines = options.poolsByLines?.includes(node.stride) ?? false;
      const pooled = maxPool(x, node, { byLines });
      return late.pools.has(node.name) ? relu(pooled) : pooled;
    }
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
      const product = matMul(x, weight([node], "kernel", options));
      const logits = biasAdd(product, weight([node], "bias", options));
      return node.activation === "relu" ? relu(logits) : logits; // the loss applies the softmax
    }
  }
}

/** One convolution, or several of 1 × 1 at once, normalized. */
function convolutions(
  nodes: readonly ConvNode[],
  x: Tensor,
  options: ForwardOptions,
  statistics: Map<string, BatchStatistics>,
): Tensor {
  const { groupColumns, productsUpTo = {} } = options;
  const { stride } = nodes[0]!;
  const kernel = weight(nodes, "kernel", options);
  const convolved = conv2d(x, kernel, { stride, groupColumns, productsUpTo });
  return normalize(nodes, convolved, options, statistics);
}

/** Adds what follows the convolution: its bias, or batch normalization. */
function normalize(
  nodes: readonly ConvNode[],
  x: Tensor,
  options: ForwardOptions,
  statistics: Map<string, BatchStatistics>,
): Tensor {
  const [first] = nodes as [ConvNode];
  if (first.normalization === "bias") return biasAdd(x, weight(nodes, "bias", options));
  const [gamma, beta, mean, variance] = (["gamma", "beta", "mean", "variance"] as const).map(
    (kind) => joined(nodes, kind, options),
  ) as [Tensor, Tensor, Tensor, Tensor];
  const epsilon = first.batchNormEpsilon;
  if (options.normalizeBy === "weights") {
    return batchNormInference(x, { gamma, beta, mean, variance }, epsilon);
  }
  const { output, ...whole } = batchNormTraining(x, { gamma, beta }, epsilon);
  const means = split(whole.mean, outputChannels(nodes));
  const variances = split(whole.variance, outputChannels(nodes));
  for (const [index, { name }] of nodes.entries()) {
    statistics.set(name, { mean: means[index]!, variance: variances[index]! });
  }
  return output;
}

/** Weights in the compute type. The cast is on the tape, so the gradient is cast back to float32. */
function weight(
  nodes: readonly GraphNode[],
  kind: "kernel" | "bias",
  options: ForwardOptions,
): Tensor {
  return cast(joined(nodes, kind, options), options.compute);
}

/** The nodes' weights of one kind along their outputs, see `outputChannels`: the filler's are zeros, and so is what it computes. */
function joined(
  nodes: readonly GraphNode[],
  kind: WeightKind,
  { weights }: ForwardOptions,
): Tensor {
  const own = nodes.map(({ name }) => valueOf(weights, `${name}/${kind}`));
  const [{ graph, shape }] = own as [Tensor];
  const filler = fillerChannels(nodes).map((channels) =>
    fill(graph, [...shape.slice(0, -1), channels], 0),
  );
  return concat([...own, ...filler]);
}

function valueOf(values: ReadonlyMap<string, Tensor>, name: string): Tensor {
  const value = values.get(name);
  if (!value) throw new Error(`Cannot lower the model: "${name}" is used before it is defined`);
  return value;
}
