/** What a network sees in images: one of its feature maps, averaged over the image. */
import { pooledMap, type Graph, type Weights } from "@inception-edge/model";
import { openEvaluator } from "../answers/evaluator.ts";
import type { View } from "../program/augmentation.ts";
import type { PackedImages } from "../program/images.ts";

/** Features of images, row by row. */
export interface Features {
  /** Values of one image. */
  readonly length: number;
  /** Float32 `[images, length]`, from 0 up. */
  readonly values: Float32Array;
}

/**
 * @param network with the main head only and without batch normalization
 * @param options.map name of the feature map
 * @throws the signal's reason
 */
export async function networkFeatures(
  network: { readonly graph: Graph; readonly weights: Weights },
  indices: Int32Array,
  options: {
    readonly map: string;
    readonly images: PackedImages;
    readonly view: View;
    readonly signal?: AbortSignal;
  },
): Promise<Features> {
  const { graph, weights } = pooledMap(network.graph, network.weights, options.map);
  const evaluator = await openEvaluator(graph, weights, options);
  try {
    const values = (await evaluator.logits(indices)).get("main_out")!;
    return { length: values.length / indices.length, values };
  } finally {
    await evaluator.close();
  }
}
