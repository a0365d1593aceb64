/** A file of a class folder: an image by its name or its bytes, or left out with the reason. */
import { closeSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { imageFormatOf } from "@inception-edge/image";
import type { ImageRef } from "../../dataset.ts";
import { hasImageExtension } from "../list-folder.ts";
import { leavingOut, readImageRef, type Folder } from "../read-folder.ts";

/**
 * Undefined if the file is left out. A name that ends as an image's is believed until it is decoded; of other files the
 * first bytes are read.
 */
export function readImage(folder: Folder, path: string, classIndex: number): ImageRef | undefined {
  const image = readImageRef(leavingOut(folder), path, classIndex);
  if (image === undefined || hasImageExtension(path) || startsLikeImage(folder, path)) return image;
  folder.leftOut.push({
    code: "unsupported",
    path,
    message: "is not a JPEG, PNG, GIF, WebP or AVIF image",
    cure: "convert it to one of these or delete it",
  });
  return undefined;
}

/** Enough for the brands of an AVIF. */
const START_BYTES = 256;

function startsLikeImage({ root }: Folder, path: string): boolean {
  const start = new Uint8Array(START_BYTES);
  try {
    const file = openSync(join(root, path), "r");
    try {
      return imageFormatOf(start.subarray(0, readSync(file, start))) !== undefined;
    } finally {
      closeSync(file);
    }
  } catch {
    return true; // Whoever decodes it tells why it cannot be read.
  }
}
