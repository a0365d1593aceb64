/**
 * Decodes a chunk of image files into stored pixels, with the defects found.
 */
import { STORED_SIZE, storedBytes, toStored, type Decoder } from "@inception-edge/image";
import { decodeImageFile } from "../chunks/decode-image-file.ts";
import type { Defect } from "../dataset-error.ts";
import type { ImageRef } from "../dataset.ts";
import { createSketches, sketchImage, type Sketches } from "../near-duplicates/sketch.ts";

export interface DecodedChunk {
  /** uint8 `[images, storedSize, storedSize, 3]`; black where an image has a defect. */
  readonly pixels: Uint8Array;
  /** SHA-256 of each file, `[images, 32]`. */
  readonly digests: Uint8Array;
  /** If they were asked for. */
  readonly sketches?: Sketches;
  readonly defects: readonly Defect[];
}

/** Reads and decodes the files of one chunk, in order. */
export async function decodeChunk(
  images: readonly ImageRef[],
  {
    decoder,
    root,
    storedSize,
    isSketched = false,
  }: {
    readonly decoder: Decoder;
    readonly root: string;
    readonly storedSize: number;
    readonly isSketched?: boolean;
  },
): Promise<DecodedChunk> {
  const imageBytes = storedBytes(storedSize);
  const pixels = new Uint8Array(images.length * imageBytes);
  const digests = new Uint8Array(images.length * 32);
  const sketches = isSketched ? createSketches(images.length) : undefined;
  const defects: Defect[] = [];
  for (const [index, ref] of images.entries()) {
    const { digest, image, defect } = await decodeImageFile(decoder, root, ref);
    if (digest) digests.set(digest, index * 32);
    if (image) {
      const { rgb } = toStored(image, storedSize);
      pixels.set(rgb, index * imageBytes);
      // Always of one size: near-duplicates, and so the split, must not depend on the pack's.
      const sketched = storedSize === STORED_SIZE ? rgb : toStored(image, STORED_SIZE).rgb;
      if (sketches) sketchImage(sketches, index, sketched);
    }
    if (defect) defects.push(defect);
  }
  return { pixels, digests, ...(sketches && { sketches }), defects };
}
