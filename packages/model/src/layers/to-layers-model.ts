/**
 * A graph as a TensorFlow.js `LayersModel`: one functional model with an output per head, run by any
 * backend the caller has registered. Layers carry the names of their nodes; the normalization of a
 * convolution and the ReLU after it are layers of their own, `<node>/batch_norm` and `<node>/relu`.
 */
import {
  input,
  layers,
  model,
  type LayersModel,
  type SymbolicTensor,
} from "@tensorflow/tfjs-layers";
import type { Graph, GraphNode } from "../graph.ts";
import { checkWeights, type Weights } from "../weights.ts";
import { batchNormLayerName, setLayersWeights } from "./layers-weights.ts";

/**
 * **Input** `[batch, size, size, 3]`. **Outputs** in the order of `graph.outputs`, as distributions.
 *
 * @param weights by name, copied; without them kernels are drawn anew (Glorot uniform, Keras's
 *   default) from tfjs's unseeded generator. `model.dispose()` frees everything
 * @throws {RangeError} that names every weight missing or of another shape
 */
export function toLayersModel(graph: Graph, weights?: Weights): LayersModel {
  if (weights !== undefined) checkWeights(graph, weights);
  // Zeros spare whoever loads the saved model the drawing of millions of numbers it overwrites.
  const kernelInitializer = weights === undefined ? "glorotUniform" : "zeros";
  const tensors = new Map<string, SymbolicTensor>();
  const find = (name: string): SymbolicTensor => tensors.get(name)!; // there, in a topological order
  const inputs: SymbolicTensor[] = [];
  for (const node of graph.nodes) {
    if (node.op === "input") {
      const placeholder = input({ name: node.name, shape: [...node.shape] });
      inputs.push(placeholder);
      tensors.set(node.name, placeholder);
    } else {
      tensors.set(node.name, applyLayers(node, node.inputs.map(find), kernelInitializer));
    }
  }
  // Named, or tfjs-layers counts: the same model must be saved as the same bytes.
  const built = model({ name: "inception_v1", inputs, outputs: graph.outputs.map(find) });
  if (weights !== undefined) setLayersWeights(built, graph, weights);
  return built;
}

type KernelInitializer = "glorotUniform" | "zeros";
type Layer = LayersModel["layers"][number];
type LayerNode = Exclude<GraphNode, { op: "input" }>;

function applyLayers(
  node: LayerNode,
  inputs: SymbolicTensor[],
  kernelInitializer: KernelInitializer,
): SymbolicTensor {
  const [first, ...others] = nodeLayers(node, kernelInitializer);
  const value = first.apply(node.op === "concat" ? inputs : inputs[0]!) as SymbolicTensor;
  return others.reduce((from, layer) => layer.apply(from) as SymbolicTensor, value);
}

/** The layers of a node, each to be applied to the one before. */
function nodeLayers(node: LayerNode, kernelInitializer: KernelInitializer): [Layer, ...Layer[]] {
  const { name } = node;
  switch (node.op) {
    case "conv": {
      const { filters, kernelSize, stride: strides } = node;
      const size = {
        name,
        filters,
        kernelSize,
        strides,
        padding: "same",
        kernelInitializer,
      } as const;
      if (node.normalization === "bias") return [layers.conv2d({ ...size, activation: "relu" })];
      return [
        layers.conv2d({ ...size, useBias: false }),
        layers.batchNormalization({
          name: batchNormLayerName(name),
          epsilon: node.batchNormEpsilon,
        }),
        layers.activation({ name: `${name}/relu`, activation: "relu" }),
      ];
    }
    case "maxPool":
    case "averagePool": {
      const { size: poolSize, stride: strides, padding } = node;
      const pool = node.op === "maxPool" ? layers.maxPooling2d : layers.averagePooling2d;
      return [pool({ name, poolSize, strides, padding })];
    }
    case "concat":
      return [layers.concatenate({ name })];
    case "globalAveragePool":
      return [layers.globalAveragePooling2d({ name })];
    case "flatten":
      return [layers.flatten({ name })];
    case "dropout":
      return [layers.dropout({ name, rate: node.rate })];
    case "dense": {
      const { units, activation } = node;
      return [layers.dense({ name, units, activation, kernelInitializer })];
    }
  }
}
