/**
 * Decodes a chunk of image files into stored pixels, with the defects found.
 */
import { storedBytes, toStored, type Decoder } from "@inception-edge/image";
import { decodeImageFile } from "../chunks/decode-image-file.ts";
import type { Defect } from "../dataset-error.ts";
import type { ImageRef } from "../dataset.ts";

export interface DecodedChunk {
  /** uint8 `[images, storedSize, storedSize, 3]`; black where an image has a defect. */
  readonly pixels: Uint8Array;
  /** SHA-256 of each file, `[images, 32]`. */
  readonly digests: Uint8Array;
  readonly defects: readonly Defect[];
}

/** Reads and decodes the files of one chunk, in order. */
export function decodeChunk(
  images: readonly ImageRef[],
  {
    decoder,
    root,
    storedSize,
  }: { readonly decoder: Decoder; readonly root: string; readonly storedSize: number },
): DecodedChunk {
  const imageBytes = storedBytes(storedSize);
  const pixels = new Uint8Array(images.length * imageBytes);
  const digests = new Uint8Array(images.length * 32);
  const defects: Defect[] = [];
  for (const [index, ref] of images.entries()) {
    const { digest, image, defect } = decodeImageFile(decoder, root, ref);
    if (digest) digests.set(digest, index * 32);
    if (image) pixels.set(toStored(image, storedSize).rgb, index * imageBytes);
    if (defect) defects.push(defect);
  }
  return { pixels, digests, defects };
}
