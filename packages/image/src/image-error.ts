/**
 * Why bytes did not become an image. The codes are a closed list, so that a server can map each of them
 * to a status and a dataset check to a defect. Anything else that is thrown is a fault of the program.
 */

/**
 * - `empty`: no bytes at all
 * - `unsupported`: none of the formats that are taken, or a kind of them that is not decoded
 * - `too_large`: more bytes than `ImageLimits.maxBytes`
 * - `too_many_pixels`: sides or area over the limits
 * - `truncated`: the file ends before the image does
 * - `corrupt`: the bytes contradict themselves
 */
export type ImageErrorCode =
  | "empty"
  | "unsupported"
  | "too_large"
  | "too_many_pixels"
  | "truncated"
  | "corrupt";

/** Thrown for every image that is refused; its message says what was wrong with the bytes. */
export class ImageError extends Error {
  override readonly name = "ImageError";
  readonly code: ImageErrorCode;

  constructor(code: ImageErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
