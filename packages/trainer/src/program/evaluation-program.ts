/**
 * A graph for inference only: weights are fed once, images are selected by index. It measures a bundle's weights with the
 * same preprocessing and the same lowering as in training.
 */
import { weightSpecs, type Graph } from "@inception-edge/model";
import {
  assign,
  encodeSavedModel,
  GraphBuilder,
  group,
  read,
  variable,
  type DataTypeName,
  type Signature,
  type Tensor,
} from "@inception-edge/tensorflow/graph";
import { fill, pack, placeholder } from "@inception-edge/tensorflow/ops";
import type { View } from "./augmentation.ts";
import { forward } from "./forward.ts";
import { hostImages, type ImageStore, type PackedImages } from "./images.ts";
import { loadSignature } from "./load-signature.ts";
import { resizeImages, toUnitRange } from "./resize.ts";

/**
 * Signatures:
 * - `load`: every weight by name, float32;
 * - `evaluate`: indices int32 `[batch]` → logits float32 `[outputs, batch, classes]`.
 */
export function evaluationProgram(
  model: Graph,
  options: {
    readonly images: PackedImages;
    readonly view: View;
    readonly evaluationBatchSize: number;
  },
): Uint8Array {
  const graph = new GraphBuilder();
  const images = hostImages(graph, options.images);
  const variables = weightSpecs(model).map(({ name, shape }) =>
    variable(graph, name, fill(graph, shape, 0)),
  );
  const signatures: Record<string, Signature> = {
    load: loadSignature(graph, variables),
    evaluate: evaluateSignature(model, {
      ...options,
      images,
      weights: new Map(variables.map((each) => [each.name, read(each)])),
      compute: "float32",
      groupColumns: false,
    }),
  };
  const initialize = group(
    graph,
    "initialize",
    variables.map((each) => assign(each, each.initial)),
  );
  return encodeSavedModel(graph, signatures, initialize);
}

/** Runs the model on unaugmented images by index, as at inference. */
export function evaluateSignature(
  model: Graph,
  options: {
    readonly images: ImageStore;
    readonly view: View;
    readonly evaluationBatchSize: number;
    readonly weights: ReadonlyMap<string, Tensor>;
    readonly compute: DataTypeName;
    readonly groupColumns: boolean;
  },
): Signature {
  const { images, view, weights, compute, groupColumns } = options;
  const { graph } = images;
  return graph.scoped("evaluate", () => {
    const indices = placeholder(graph, "indices", "int32", [options.evaluationBatchSize]);
    const pixels = resizeImages(images.pick(indices), view.resize, view.size);
    const { logits } = forward(model, toUnitRange(pixels), {
      weights,
      compute,
      groupColumns,
      normalizeBy: "weights",
    });
    return { inputs: { indices }, outputs: { logits: pack([...logits.values()]) } };
  });
}
