/** A file of a class folder: an image by its name or its bytes, or left out with the reason. */
import { join } from "node:path";
import { imageFormatOf } from "@inception-edge/image";
import type { ImageRef } from "../../dataset.ts";
import { unsupportedFormat } from "../../unsupported-format.ts";
import { hasImageExtension } from "../list-folder.ts";
import { leavingOut, readImageRef, type Folder } from "../read-folder.ts";
import { readStart } from "./folder-content.ts";

/**
 * Undefined if the file is left out. A name that ends as an image's is believed until it is decoded; of other files the
 * first bytes are read.
 */
export function readImage(folder: Folder, path: string, classIndex: number): ImageRef | undefined {
  const image = readImageRef(leavingOut(folder), path, classIndex);
  if (image === undefined || hasImageExtension(path)) return image;
  const start = readStart(join(folder.root, path));
  if (start === undefined || imageFormatOf(start) !== undefined) return image;
  folder.leftOut.push({ path, ...unsupportedFormat(start) });
  return undefined;
}
