/** A packed dataset as the graph's store of images. */
import type { PackedDataset } from "@inception-edge/dataset";
import type { PackedImages } from "../program/images.ts";

/** The dataset's file of images, with its size. */
export function packedImages({
  imagesPath,
  count,
  storedSize,
}: Pick<PackedDataset, "imagesPath" | "count" | "storedSize">): PackedImages {
  return { imagesPath, count, size: storedSize };
}
