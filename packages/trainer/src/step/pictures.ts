/**
 * The packed dataset inside the graph: a step feeds indices, never pixels. TensorFlow reads the raw file
 * by its name and keeps one copy in host memory, 12,288 bytes per picture.
 */
import { shape as shapeAttribute, string, type } from "../graph/attributes.ts";
import type { GraphBuilder, Tensor } from "../graph/graph-builder.ts";
import { gather } from "../graph/ops/shape.ts";

export interface PackedPictures {
  /** Raw uint8 `[count, size, size, 3]`. */
  readonly imagesPath: string;
  readonly count: number;
  readonly size: number;
}

/** ImmutableConst and uint8 gathers have no GPU kernels; a batch is under a megabyte to copy over. */
const HOST = "/device:CPU:0";

/** The whole store: uint8 `[count, size, size, 3]`. */
export function storedPictures(
  graph: GraphBuilder,
  { imagesPath, count, size }: PackedPictures,
): Tensor {
  const shape = [count, size, size, 3];
  return graph.tensor("ImmutableConst", "uint8", shape, {
    name: "pictures",
    device: HOST,
    attributes: {
      dtype: type("uint8"),
      shape: shapeAttribute(shape),
      memory_region_name: string(imagesPath),
    },
  });
}

/** int32 indices `[batch]` → uint8 `[batch, size, size, 3]`. */
export function pick(pictures: Tensor, indices: Tensor): Tensor {
  return gather(pictures, indices, 0, HOST);
}
