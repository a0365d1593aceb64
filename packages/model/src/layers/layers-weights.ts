/**
 * Moves weights between a `LayersModel` built from a graph and a map by name, bit for bit.
 *
 * tfjs-layers calls them after their layers (`conv1/7x7/kernel`, and `conv1/7x7/batch_norm/gamma`,
 * `…/moving_mean`), and appends a count where a process builds the same name twice; so layers are
 * found by name and the weights in them by their place, never by tfjs's own weight names.
 */
import { tensor, tidy } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { shapeText, type Graph, type WeightSpec } from "../graph.ts";
import { weightValues, type Weights, type WeightValues } from "../weights.ts";

/** The layer that normalizes the convolution of this node. */
export function batchNormLayerName(nodeName: string): string {
  return `${nodeName}/batch_norm`;
}

/** Copies the weights into the model. The graph is the one that the model was built from. */
export function setLayersWeights(model: LayersModel, graph: Graph, weights: Weights): void {
  for (const [layerName, specs] of weightsByLayer(graph)) {
    tidy(() => {
      const tensors = specs.map((spec) => tensor(weightValues(weights, spec), [...spec.shape]));
      model.getLayer(layerName).setWeights(tensors);
    });
  }
}

/** Copies the weights out of a model that was built from the graph, or loaded from such a one's files. */
export async function layersWeights(model: LayersModel, graph: Graph): Promise<Weights> {
  const weights = new Map<string, WeightValues>();
  for (const [layerName, specs] of weightsByLayer(graph)) {
    const tensors = model.getLayer(layerName).getWeights();
    for (const [place, { name, shape }] of specs.entries()) {
      const found = tensors[place];
      if (found === undefined || shapeText(found.shape) !== shapeText(shape)) {
        throw new RangeError(
          `Cannot read "${name}": layer "${layerName}" holds ${found === undefined ? "nothing" : shapeText(found.shape)} in its place, wanted ${shapeText(shape)}`,
        );
      }
      weights.set(name, { shape, values: Float32Array.from(await found.data()) });
    }
  }
  return weights;
}

/** Layer name → its weights in tfjs's order: kernel, bias; or gamma, beta, mean, variance. */
function weightsByLayer(graph: Graph): Map<string, WeightSpec[]> {
  const byLayer = new Map<string, WeightSpec[]>();
  for (const node of graph.nodes) {
    for (const spec of node.weights) {
      const isOwn = spec.kind === "kernel" || spec.kind === "bias";
      const layerName = isOwn ? node.name : batchNormLayerName(node.name);
      byLayer.set(layerName, [...(byLayer.get(layerName) ?? []), spec]);
    }
  }
  return byLayer;
}
