/**
 * A run of image files to a run of stored pixels, with what is wrong with any of them.
 */
import {
  ImageError,
  STORED_SIZE,
  toStored,
  type Decoder,
  type ImageErrorCode,
} from "@inception-edge/image";
import { hash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ImageRef } from "../dataset.ts";
import type { Defect } from "../dataset-error.ts";
import { IMAGE_BYTES } from "./pack-index.ts";

export interface DecodedChunk {
  /** uint8 `[images, 64, 64, 3]`; black where an image has a defect. */
  readonly pixels: Uint8Array;
  /** SHA-256 of each file, `[images, 32]`. */
  readonly digests: Uint8Array;
  readonly defects: readonly Defect[];
}

/** Reads and decodes the files of one chunk, in order. */
export function decodeChunk(
  decoder: Decoder,
  root: string,
  images: readonly ImageRef[],
): DecodedChunk {
  const pixels = new Uint8Array(images.length * IMAGE_BYTES);
  const digests = new Uint8Array(images.length * 32);
  const defects: Defect[] = [];
  for (const [place, image] of images.entries()) {
    const bytes = readImage(root, image, defects);
    if (bytes === undefined) continue;
    digests.set(hash("sha256", bytes, "buffer"), place * 32);
    try {
      pixels.set(toStored(decoder.decode(bytes)).rgb, place * IMAGE_BYTES);
    } catch (error) {
      if (!(error instanceof ImageError)) throw error;
      defects.push({ code: error.code, path: image.path, ...faults[error.code] });
    }
  }
  return { pixels, digests, defects };
}

/** The bytes of a file that is still the one that was listed. */
function readImage(root: string, image: ImageRef, defects: Defect[]): Uint8Array | undefined {
  const { path } = image;
  try {
    const bytes = readFileSync(join(root, path));
    if (bytes.length === image.bytes) return bytes;
    const message = `changed while it was read, from ${image.bytes} to ${bytes.length} bytes`;
    defects.push({ code: "changed", path, message, cure: "let the copy finish and start again" });
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (!["ENOENT", "EACCES", "EPERM", "EISDIR", "ENOTDIR", "EIO"].includes(code)) throw error;
    const message = `cannot be read (${code})`;
    defects.push({ code: "unreadable", path, message, cure: "restore it or give yourself access" });
  }
  return undefined;
}

const restore = "restore it or delete it";
const shrink = `make it smaller (${STORED_SIZE} pixels a side are enough) or delete it`;
const faults: Readonly<Record<ImageErrorCode, Pick<Defect, "message" | "cure">>> = {
  empty: { message: "is empty (0 bytes)", cure: restore },
  truncated: { message: "ends before its image does", cure: restore },
  corrupt: { message: "is damaged", cure: restore },
  unsupported: {
    message: "is no JPEG, PNG or GIF that can be decoded",
    cure: "convert it, if it is a picture, or delete it",
  },
  too_large: { message: "has too many bytes", cure: shrink },
  too_many_pixels: { message: "has too many pixels", cure: shrink },
};
