/** Checks an image before it may wait for a thread: its format, which its bytes tell, and its size. */
import {
  ImageError,
  inspectImage,
  type ImageErrorCode,
  type ImageHeader,
  type ImageLimits,
} from "@inception-edge/image";
import { Problem, type ProblemCode } from "../problem.ts";

/** The problem for each error of the image package. */
const IMAGE_PROBLEMS: Readonly<Record<ImageErrorCode, ProblemCode>> = {
  empty: "empty_image",
  unsupported: "unsupported_image",
  too_large: "image_too_large",
  too_many_pixels: "too_many_pixels",
  truncated: "truncated_image",
  corrupt: "corrupt_image",
};

/** @throws {Problem} */
export function admitImage(bytes: Uint8Array, limits: ImageLimits): ImageHeader {
  try {
    return inspectImage(bytes, limits);
  } catch (error) {
    if (error instanceof ImageError) throw imageProblem(error);
    throw error;
  }
}

/** An error of the image package as a problem. */
export function imageProblem({ code, message }: Pick<ImageError, "code" | "message">): Problem {
  return new Problem(IMAGE_PROBLEMS[code], message);
}
