/** Decodes one image file into pixels, or explains what is wrong with it. */
import { hash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  ImageError,
  imageFormats,
  loadDecoder,
  MAX_STORED_SIZE,
  type DecodedImage,
  type Decoder,
  type ImageErrorCode,
  type ImageLimits,
} from "@inception-edge/image";
import { heic } from "@inception-edge/image/heic";
import type { Defect } from "../dataset-error.ts";
import type { ImageRef } from "../dataset.ts";
import { codeOfFile } from "../layout/unreadable.ts";
import { unsupportedFormat } from "../unsupported-format.ts";

/** Either an image or a defect; the digest is present whenever the file could be read. */
export interface DecodedFile {
  /** SHA-256 of the file, 32 bytes. */
  readonly digest?: Uint8Array;
  readonly image?: DecodedImage;
  readonly defect?: Defect;
}

/**
 * A decoder for the files of a dataset, of every format, with more room than a service grants to strangers: a scan of
 * 64 megapixels, a HEIC of 100 and a JPEG of 200 by a phone are taken. A thread then needs up to a gigabyte for a while.
 */
export function loadFileDecoder(): Promise<Decoder> {
  return loadDecoder({ formats: imageFormats, extra: [heic], limits: FILE_LIMITS });
}

const FILE_LIMITS: Partial<ImageLimits> = {
  maxBytes: 256 * 1024 * 1024, // 256 MiB
  maxPixels: 64_000_000,
  maxBaselinePixels: 256_000_000,
};

/**
 * Reads and decodes a file; one whose size is not the listed one is a defect.
 *
 * @param decoder of {@link loadFileDecoder}
 */
export async function decodeImageFile(
  decoder: Decoder,
  root: string,
  ref: ImageRef,
): Promise<DecodedFile> {
  const file = readImageFile(root, ref);
  if (file.bytes === undefined) return file;
  await decoder.load(file.bytes);
  return decodeFile(decoder, file, ref);
}

/** The same, of an image of a format that the decoder has decoded before. */
export function decodeImageFileSync(decoder: Decoder, root: string, ref: ImageRef): DecodedFile {
  const file = readImageFile(root, ref);
  return file.bytes === undefined ? file : decodeFile(decoder, file, ref);
}

type ReadFile =
  | { readonly bytes: Uint8Array; readonly digest: Uint8Array }
  | { readonly bytes?: undefined; readonly defect: Defect };

function readImageFile(root: string, ref: ImageRef): ReadFile {
  const { path } = ref;
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(join(root, path));
  } catch (error) {
    const code = codeOfFile(error);
    if (code === undefined) throw error;
    const message = `cannot be read (${code})`;
    const cure = "restore it or change its permissions";
    return { defect: { code: "unreadable", path, message, cure } };
  }
  if (bytes.length !== ref.bytes) {
    const message = `changed while it was read, from ${ref.bytes} to ${bytes.length} bytes`;
    const cure = "wait until it is fully copied, then start again";
    return { defect: { code: "changed", path, message, cure } };
  }
  return { bytes, digest: hash("sha256", bytes, "buffer") };
}

function decodeFile(
  decoder: Decoder,
  { bytes, digest }: { readonly bytes: Uint8Array; readonly digest: Uint8Array },
  { path }: ImageRef,
): DecodedFile {
  try {
    return { digest, image: decoder.decode(bytes) };
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    const fault =
      error.code === "unsupported"
        ? unsupportedFormat(bytes)
        : { code: error.code, ...faults[error.code] };
    return { digest, defect: { path, ...fault } };
  }
}

const restore = "restore it or delete it";
const shrink = `make it smaller (${MAX_STORED_SIZE} pixels per side are enough) or delete it`;
const faults: Readonly<
  Record<Exclude<ImageErrorCode, "unsupported">, Pick<Defect, "message" | "cure">>
> = {
  empty: { message: "is empty (0 bytes)", cure: restore },
  truncated: { message: "is truncated", cure: restore },
  corrupt: { message: "is damaged", cure: restore },
  too_large: { message: "has too many bytes", cure: shrink },
  too_many_pixels: { message: "has too many pixels", cure: shrink },
};
