/** The format that a file's name claims. Its bytes decide; a name only tells where to look, and what is misnamed. */
import type { ImageFormat } from "./image-header.ts";

/** Extensions of each format, as browsers and cameras write them. */
const EXTENSIONS: Readonly<Record<ImageFormat, readonly string[]>> = {
  jpeg: ["jpg", "jpeg", "jpe", "jfif", "pjpeg", "pjp"],
  png: ["png", "apng"],
  gif: ["gif"],
  webp: ["webp"],
  avif: ["avif"],
  heic: ["heic", "heif", "hif"],
};

const FORMATS = new Map(
  Object.entries(EXTENSIONS).flatMap(([format, extensions]) =>
    extensions.map((extension) => [extension, format as ImageFormat]),
  ),
);

/** The format that the name's extension stands for, in any case; undefined if it is none of an image that is decoded. */
export function namedImageFormat(name: string): ImageFormat | undefined {
  const extension = /\.([^./\\]+)$/.exec(name)?.[1];
  return extension === undefined ? undefined : FORMATS.get(extension.toLowerCase());
}
