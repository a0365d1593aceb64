/**
 * The packed dataset in the graph: a step feeds indices, never pixels. TensorFlow maps the raw file, which has 12,288 bytes
 * for an image of 64 px, into memory.
 */
import { shape as shapeAttribute, string, type } from "@inception-edge/tensorflow/attributes";
import {
  read,
  variable,
  type DataTypeName,
  type GraphBuilder,
  type Tensor,
  type Variable,
} from "@inception-edge/tensorflow/graph";
import { bitcast, gather, HOST, reshape } from "@inception-edge/tensorflow/ops";

/** A file of packed images. */
export interface PackedImages {
  /** Raw uint8 `[count, size, size, 3]`. */
  readonly imagesPath: string;
  readonly count: number;
  readonly size: number;
}

/** Images in the graph. */
export interface ImageStore {
  readonly graph: GraphBuilder;
  /** int32 indices `[batch]` → uint8 `[batch, size, size, 3]`. */
  pick(indices: Tensor): Tensor;
  /** Variables to be assigned when the program is loaded. */
  readonly variables: readonly Variable[];
}

/** Keeps the images in the host's memory: gathering uint8 has no GPU kernel, and neither has ImmutableConst. */
export function hostImages(graph: GraphBuilder, packed: PackedImages): ImageStore {
  const { count, size } = packed;
  const images = mapped(graph, packed, "uint8", [count, size, size, 3]);
  return { graph, pick: (indices) => gather(images, indices, 0, HOST), variables: [] };
}

/**
 * Copies the images once to the device that computes, so that a step does not wait for a copy: 1.2 GB for Tiny ImageNet.
 * Four bytes are stored as the bits of one float32, which GPUs can gather.
 */
export function residentImages(graph: GraphBuilder, packed: PackedImages): ImageStore {
  const { count, size } = packed;
  const words = (size * size * 3) / 4;
  const images = variable(graph, "images", mapped(graph, packed, "float32", [count, words]));
  const values = read(images);
  return {
    graph,
    pick(indices) {
      const bytes = bitcast(gather(values, indices), "uint8", [4]);
      return reshape(bytes, [indices.shape[0]!, size, size, 3]);
    },
    variables: [images],
  };
}

function mapped(
  graph: GraphBuilder,
  { imagesPath }: PackedImages,
  dtype: DataTypeName,
  shape: readonly number[],
): Tensor {
  return graph.tensor("ImmutableConst", dtype, shape, {
    name: "images/file",
    device: HOST,
    attributes: {
      dtype: type(dtype),
      shape: shapeAttribute(shape),
      memory_region_name: string(imagesPath),
    },
  });
}
