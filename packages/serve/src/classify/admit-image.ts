/** What is decided about an image before it may wait for a thread: its kind, which its bytes tell, and its size. */
import { ImageError, inspectImage } from "@inception-edge/image";
import type { ImageErrorCode, ImageHeader, ImageLimits } from "@inception-edge/image";
import { Problem } from "../problem.ts";
import type { ProblemCode } from "../problem.ts";

/** What each refusal of the image package is answered as. */
const imageProblems: Readonly<Record<ImageErrorCode, ProblemCode>> = {
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

export function imageProblem({ code, message }: Pick<ImageError, "code" | "message">): Problem {
  return new Problem(imageProblems[code], message);
}
