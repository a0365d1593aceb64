/** All that is decided about an image before its codec runs; cheap enough for the thread that admits requests. */
import type { ImageHeader } from "./header/image-header.ts";
import { readHeader } from "./header/read-header.ts";
import { checkBytes, checkHeader, type ImageLimits } from "./limits.ts";

/**
 * The header of an image within the limits.
 * @throws {ImageError} as `decode` would, but for `corrupt` data behind a sound header
 */
export function inspectImage(bytes: Uint8Array, limits: ImageLimits): ImageHeader {
  checkBytes(bytes.length, limits);
  const header = readHeader(bytes, limits.formats);
  checkHeader(header, limits);
  return header;
}
