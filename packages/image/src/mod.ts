/**
 * Bytes of an untrusted image to RGB pixels within limits, and the two resize steps of the input contract,
 * on Node, Deno and in browsers.
 *
 * @example
 * ```ts
 * import { readFile } from "node:fs/promises";
 * import { loadDecoder, toInput, toStored } from "@inception-edge/image";
 *
 * const bytes = await readFile("cat.jpg");
 * const decoder = await loadDecoder();
 * await decoder.load(bytes); // the codec of a WebP or AVIF, when the first of them comes
 * const image = decoder.decode(bytes); // { width, height, rgb, header }
 * const input = toInput(toStored(image), "bilinear", 56); // { width: 56, height: 56, rgb }
 * ```
 *
 * @module
 */
export type { Box, RgbImage } from "./rgb-image.ts";
export type { ImageErrorCode } from "./image-error.ts";
export { ImageError } from "./image-error.ts";

export type { ImageFormat, ImageHeader, Orientation, OwnFormat } from "./header/image-header.ts";
export { decodableFormats, imageFormats } from "./header/image-header.ts";
export type { ForeignFormat } from "./header/foreign-formats.ts";
export { nameForeignFormat } from "./header/foreign-formats.ts";
export { namedImageFormat } from "./header/named-format.ts";
export { imageFormatOf, readHeader } from "./header/read-header.ts";
export { inspectImage } from "./inspect-image.ts";

export type { ImageLimits } from "./limits.ts";
export { DEFAULT_LIMITS } from "./limits.ts";
export type { Background } from "./flatten.ts";
export type { CodecOptions, ExtraCodec } from "./codecs/extra-codec.ts";
export type { Codec } from "./codecs/codec.ts";
export type { CodecFile, ReadCodec } from "./codecs/read-codec.ts";
export type { DecodedImage, Decoder, DecoderOptions } from "./decoder.ts";
export { loadDecoder } from "./decoder.ts";
export { DECODER_ID } from "./decoder-id.ts";

export type { ResizeTaps, Span } from "./resize/bilinear-coefficients.ts";
export { bilinearCoefficients, TAP_BITS } from "./resize/bilinear-coefficients.ts";
export { resizeBilinear } from "./resize/bilinear.ts";
export { nearestIndices, resizeNearest } from "./resize/nearest.ts";
export { centerCrop } from "./resize/center-crop.ts";
export { MAX_STORED_SIZE, STORED_BYTES, STORED_SIZE, storedBytes, toStored } from "./to-stored.ts";
export type { ResizeMethod } from "./to-input.ts";
export { resizeMethods, toInput } from "./to-input.ts";
export { sha256 } from "./sha256.ts";
