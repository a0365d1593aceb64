/**
 * Decodes a chunk of image files into stored pixels, with the defects found.
 */
import { STORED_BYTES, toStored, type Decoder } from "@inception-edge/image";
import { decodeImageFile } from "../chunks/decode-image-file.ts";
import type { Defect } from "../dataset-error.ts";
import type { ImageRef } from "../dataset.ts";
import { createSketches, sketchImage, type Sketches } from "../near-duplicates/sketch.ts";

export interface DecodedChunk {
  /** uint8 `[images, 64, 64, 3]`; black where an image has a defect. */
  readonly pixels: Uint8Array;
  /** SHA-256 of each file, `[images, 32]`. */
  readonly digests: Uint8Array;
  /** If they were asked for. */
  readonly sketches?: Sketches;
  readonly defects: readonly Defect[];
}

/** Reads and decodes the files of one chunk, in order. */
export function decodeChunk(
  images: readonly ImageRef[],
  {
    decoder,
    root,
    isSketched = false,
  }: { readonly decoder: Decoder; readonly root: string; readonly isSketched?: boolean },
): DecodedChunk {
  const pixels = new Uint8Array(images.length * STORED_BYTES);
  const digests = new Uint8Array(images.length * 32);
  const sketches = isSketched ? createSketches(images.length) : undefined;
  const defects: Defect[] = [];
  for (const [index, ref] of images.entries()) {
    const { digest, image, defect } = decodeImageFile(decoder, root, ref);
    if (digest) digests.set(digest, index * 32);
    if (image) {
      const { rgb } = toStored(image);
      pixels.set(rgb, index * STORED_BYTES);
      if (sketches) sketchImage(sketches, index, rgb);
    }
    if (defect) defects.push(defect);
  }
  return { pixels, digests, ...(sketches && { sketches }), defects };
}
