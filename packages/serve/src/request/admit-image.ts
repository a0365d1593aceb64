/** What is decided about an image before it may wait for a thread: its kind, its size, and what it claims to be. */
import { ImageError, inspectImage } from "@inception-edge/image";
import type { ImageErrorCode, ImageFormat, ImageHeader, ImageLimits } from "@inception-edge/image";
import { Problem } from "../problem.ts";
import type { ProblemCode } from "../problem.ts";
import type { Upload } from "./upload.ts";

/** What each refusal of the image package is answered as. */
const imageProblems: Readonly<Record<ImageErrorCode, ProblemCode>> = {
  empty: "empty_image",
  unsupported: "unsupported_image",
  too_large: "image_too_large",
  too_many_pixels: "too_many_pixels",
  truncated: "truncated_image",
  corrupt: "corrupt_image",
};

/** Names under which browsers and tools send each format. */
const declaredTypes: Readonly<Record<ImageFormat, readonly string[]>> = {
  jpeg: ["image/jpeg", "image/jpg", "image/pjpeg"],
  png: ["image/png", "image/x-png", "image/apng"],
  gif: ["image/gif"],
  webp: ["image/webp"],
  avif: ["image/avif"],
};

const SAYS_NOTHING = "application/octet-stream";

/** @throws {Problem} */
export function admitImage({ bytes, declaredType }: Upload, limits: ImageLimits): ImageHeader {
  let header: ImageHeader;
  try {
    header = inspectImage(bytes, limits);
  } catch (error) {
    if (error instanceof ImageError) throw imageProblem(error);
    throw error;
  }
  const { format } = header;
  if (
    declaredType !== undefined &&
    declaredType !== SAYS_NOTHING &&
    !declaredTypes[format].includes(declaredType)
  ) {
    throw new Problem(
      "content_type_mismatch",
      `Cannot classify: the content type is "${declaredType}", but the bytes are those of a ${format.toUpperCase()}`,
    );
  }
  return header;
}

export function imageProblem({ code, message }: Pick<ImageError, "code" | "message">): Problem {
  return new Problem(imageProblems[code], message);
}
